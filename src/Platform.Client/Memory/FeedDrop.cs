namespace Platform.Client.Memory;

/// <summary>What the feed says is to be forgotten, and since which revision.</summary>
/// <param name="Kind"><c>token</c>, <c>subject</c> or <c>organization</c>; anything else means everything.</param>
internal readonly record struct FeedDrop(long Revision, string Kind, Guid Id)
{
    public bool Touches(PlatformPrincipal principal) => Kind switch
    {
        "token" => principal.TokenId == Id,
        "subject" => principal.Subject.Id == Id,
        "organization" => principal.Organization.Id == Id,
        _ => true,
    };
}
