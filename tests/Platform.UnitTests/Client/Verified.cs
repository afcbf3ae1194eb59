using System.Net;
using Platform.Client;
using Platform.Client.Asking;
using Platform.Client.Memory;

namespace Platform.UnitTests.Client;

/// <summary>Verdicts to remember.</summary>
internal static class Verified
{
    public static VerifiedToken Token(
        string secret = "secret", Guid? id = null, Guid? subject = null, Guid? organization = null, bool? bound = false, IPAddress? address = null, VerifiedToken? before = null) =>
        new(secret, Answer(id, subject, organization, bound), address, before, 0, TimeSpan.FromMinutes(1));

    public static Answer Answer(Guid? id = null, Guid? subject = null, Guid? organization = null, bool? bound = false, params string[] scopes) => new(
        true,
        "valid",
        new PlatformOrganization(organization ?? Guid.CreateVersion7(), "northside", "Northside"),
        new PlatformSubject("serviceAccount", subject ?? Guid.CreateVersion7(), "Bridge", null),
        id ?? Guid.CreateVersion7(),
        scopes,
        AddressBound: bound);
}
