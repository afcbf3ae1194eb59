namespace Platform.Notifications.Webhooks;

/// <summary>
/// How many attempts may be under way at a time on this node: in all, for one organization, and for one webhook, so that neither a
/// slow webhook nor an organization full of them keeps the others waiting. Used by one thread at a time.
/// </summary>
internal sealed class Slots
{
    public const int InAll = 128;
    public const int OfOrganization = 32;
    public const int OfWebhook = 4;

    private readonly Dictionary<Guid, int> _organizations = [];
    private readonly Dictionary<Guid, int> _webhooks = [];
    private int _taken;

    public bool AreAllTaken => _taken >= InAll;

    public IReadOnlyList<Guid> BusyOrganizations => [.. _organizations.Where(taken => taken.Value >= OfOrganization).Select(taken => taken.Key)];

    public IReadOnlyList<Guid> BusyWebhooks => [.. _webhooks.Where(taken => taken.Value >= OfWebhook).Select(taken => taken.Key)];

    public bool TryTake(Guid organizationId, Guid webhookId)
    {
        var (ofOrganization, ofWebhook) = (_organizations.GetValueOrDefault(organizationId), _webhooks.GetValueOrDefault(webhookId));
        if (AreAllTaken || ofOrganization >= OfOrganization || ofWebhook >= OfWebhook)
        {
            return false;
        }

        (_taken, _organizations[organizationId], _webhooks[webhookId]) = (_taken + 1, ofOrganization + 1, ofWebhook + 1);
        return true;
    }

    public void Free(Guid organizationId, Guid webhookId)
    {
        _taken--;
        Lower(_organizations, organizationId);
        Lower(_webhooks, webhookId);
    }

    private static void Lower(Dictionary<Guid, int> counts, Guid key)
    {
        if (--counts[key] == 0)
        {
            counts.Remove(key);
        }
    }
}
