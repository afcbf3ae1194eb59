using System.Reflection;
using Platform.Kernel.Http;
using Platform.Kernel.Results;

namespace Platform.UnitTests.Http;

public class ProblemsTests
{
    private static readonly string[] Constants =
        [.. typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    [Fact]
    public void Every_code_has_a_status_and_every_status_a_code() =>
        Problems.Kinds.Select(kind => kind.Code).ShouldBe(Constants, ignoreOrder: true);

    [Fact]
    public void Every_code_has_a_cause_and_a_cure_in_sentences() => Problems.Kinds.ShouldAllBe(kind =>
        kind.Cause.Length > 20 && kind.Cause.EndsWith('.') && kind.Cure.Length > 10 && kind.Cure.EndsWith('.') && !kind.Title.EndsWith('.'));

    [Fact]
    public void The_type_leads_to_the_page_of_the_codes() => Problems.Kinds.ShouldAllBe(kind => kind.Type == $"/errors#{kind.Code}");

    [Fact]
    public void No_two_codes_are_the_same_word() => Constants.ShouldBeUnique();

    /// <summary>Clients branch on these; they never change.</summary>
    [Theory]
    [InlineData(400, "malformed-request", "organization-required")]
    [InlineData(401, "unauthenticated", "token-expired", "token-revoked", "account-locked", "mfa-required")]
    [InlineData(403, "organization-mismatch", "organization-suspended", "permission-denied", "api-access-disabled", "address-not-allowed")]
    [InlineData(404, "not-found")]
    [InlineData(405, "method-not-allowed")]
    [InlineData(409, "token-name-taken", "token-already-active", "conflict")]
    [InlineData(412, "stale-version")]
    [InlineData(413, "payload-too-large")]
    [InlineData(415, "unsupported-media-type")]
    [InlineData(422, "validation-failed", "token-not-extendable", "scope-not-grantable")]
    [InlineData(429, "rate-limited")]
    [InlineData(500, "internal-error")]
    [InlineData(503, "unavailable")]
    public void The_contract_is_kept(int status, params string[] codes) => codes.ShouldAllBe(code => Problems.StatusOf(code) == status);
}
