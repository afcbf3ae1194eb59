using System.Net;
using Platform.Kernel.Auditing;

namespace Platform.UnitTests.Audit;

/// <summary>What is counted is written once, at most once an hour, and takes a bounded part of memory.</summary>
public class DenialsTests
{
    private static readonly Guid Organization = Guid.CreateVersion7();
    private static readonly IPAddress Caller = IPAddress.Parse("192.0.2.7");
    private static readonly DateTime Start = new(2031, 3, 1, 9, 0, 0, DateTimeKind.Utc);

    private readonly Denials _denials = new();
    private readonly Guid _token = Guid.CreateVersion7();

    [Fact]
    public void The_first_is_due_at_once_and_the_rest_an_hour_later()
    {
        Count(1, Start);
        Take(Start).ShouldHaveSingleItem().Count.ShouldBe(1);
        Count(500, Start.AddMinutes(1));
        Take(Start.AddMinutes(59)).ShouldBeEmpty();
        var later = Take(Start.AddHours(1)).ShouldHaveSingleItem();
        (later.Count, later.FirstAt, later.LastAt).ShouldBe((500, Start.AddMinutes(1), Start.AddMinutes(1)));
    }

    [Fact]
    public void A_quiet_caller_is_forgotten()
    {
        Count(1, Start);
        Take(Start).Count.ShouldBe(1);
        _denials.Tokens.ShouldBe(1);
        Take(Start.AddHours(1)).ShouldBeEmpty();
        _denials.Tokens.ShouldBe(0);
        Count(1, Start.AddHours(2));
        Take(Start.AddHours(2)).Count.ShouldBe(1);
    }

    [Fact]
    public void What_could_not_be_written_is_counted_on()
    {
        Count(3, Start);
        var taken = Take(Start).ShouldHaveSingleItem();
        Count(2, Start.AddSeconds(1), "later/1.0");
        _denials.Return(taken, Start.AddMinutes(20));
        Take(Start.AddMinutes(19)).ShouldBeEmpty();
        var again = Take(Start.AddMinutes(20)).ShouldHaveSingleItem();
        (again.Count, again.FirstAt, again.LastAt, again.Agent).ShouldBe((5, Start, Start.AddSeconds(1), "later/1.0"));
    }

    [Fact]
    public void Many_addresses_of_one_token_are_told_apart_up_to_a_number()
    {
        for (var number = 0; number < 5000; number++)
        {
            _denials.Count(Organization, _token, "token-revoked", new IPAddress([10, 0, (byte)(number / 250), (byte)(number % 250)]), null, Start);
        }

        var taken = Take(Start);
        taken.Count.ShouldBe(Denials.MostAddresses + 1);
        taken.Single(denied => denied.Address is null).Count.ShouldBe(5000 - Denials.MostAddresses);
    }

    [Fact]
    public void Tokens_are_counted_up_to_a_number()
    {
        for (var number = 0; number < Denials.MostTokens + 100; number++)
        {
            _denials.Count(Organization, Guid.CreateVersion7(), "token-revoked", Caller, null, Start);
        }

        _denials.Tokens.ShouldBe(Denials.MostTokens);
    }

    [Fact]
    public async Task None_is_lost_between_counting_and_taking()
    {
        const int Each = 20_000;
        var counting = Enumerable.Range(0, 4).Select(_ => Task.Run(() => Count(Each, Start))).ToArray();
        var (taken, now) = (0L, Start);
        while (!Task.WhenAll(counting).IsCompleted)
        {
            now = now.AddHours(1);
            taken += Take(now).Sum(denied => denied.Count);
        }

        await Task.WhenAll(counting);
        taken += Take(now.AddHours(1)).Sum(denied => denied.Count);
        taken.ShouldBe(4 * Each);
    }

    [Fact]
    public void An_address_mapped_into_another_form_is_itself()
    {
        _denials.Count(Organization, _token, "token-revoked", Caller, null, Start);
        _denials.Count(Organization, _token, "token-revoked", Caller.MapToIPv6(), null, Start);
        Take(Start).ShouldHaveSingleItem().Count.ShouldBe(2);
    }

    private void Count(int times, DateTime now, string agent = "agent/1.0")
    {
        for (var at = 0; at < times; at++)
        {
            _denials.Count(Organization, _token, "token-revoked", Caller, agent, now);
        }
    }

    private IReadOnlyList<Denied> Take(DateTime now) => _denials.Take(100, now);
}
