using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Platform.Kernel.Coherence;

namespace Platform.IntegrationTests.Tokens;

/// <summary>Whatever is sent as a token, each way of asking answers it, and none asks the database about what can't be one.</summary>
public sealed class VerificationBadInputTests(Hosts hosts) : IClassFixture<Hosts>
{
    [Theory, EachDatabase]
    public async Task AnyTextInABodyIsUnknown(Database database)
    {
        var host = await hosts.OnAsync(database);
        var application = (await TestApplication.RegisterAsync(host, "read", "write")).Client;
        var secret = (await (await host.CreateOrganizationAsync()).IssueTokenAsync("people:read")).Secret;
        await application.PostAsync("/verify", new { token = "warm" }).Expect(200);
        string[] texts =
        [
            "", "x", " ", "\n", "\t", new('x', 10_000), new('x', 1_000_000), $"pts_{new string('0', 10_000)}", $"eyJ{new string('x', 900_000)}", "é", "消防署", "😀",
            "pts_ünïcödé", $"{secret}\n", $"\n{secret}", $"{secret[..20]}\n{secret[20..]}", $" {secret}", $"{secret},{secret}", secret[..^1], $"{secret}0",
            secret.ToUpperInvariant(), $"Bearer {secret}", "' OR 1=1 --", "{}", "null", $"{secret[..^1]}{(secret[^1] == 'x' ? 'y' : 'x')}", "﻿", "\u202e",
        ];
        await Eventually.OnceInThree(async () =>
        {
            var commands = host.Commands.Asked.Count;
            foreach (var text in texts)
            {
                var verdict = await application.PostAsync("/verify", new { token = text }).Expect(200);
                verdict.Body.ShouldBe("{\"valid\":false,\"code\":\"unknown\"}");
                if (text.Length > 0)
                {
                    (await application.PostAsync("/introspect", new FormUrlEncodedContent([new("token", text)])).Expect(200)).Body.ShouldBe("{\"active\":false}");
                }
            }

            // NUL is no text in JSON; a form may have it.
            await application.PostAsync("/verify", new StringContent("{\"token\":\"a\\u0000\"}", Encoding.UTF8, "application/json")).ExpectProblem(400, "malformed-request");
            (await application.PostAsync("/introspect", new StringContent($"token={secret}%00", null, "application/x-www-form-urlencoded")).Expect(200))["active"].ShouldBe("false");
            host.Commands.Asked.Count.ShouldBe(commands);
        });
    }

    [Theory, EachDatabase]
    public async Task AnyTextInAHeaderIsRefused(Database database)
    {
        var organization = await hosts.OrganizationOnAsync(database);
        var secret = (await organization.IssueTokenAsync("people:read")).Secret;
        var commands = organization.Host.Commands.Asked.Count;
        foreach (var path in (string[])["/me", "/verify", "/introspect", "/forward-auth"])
        {
            foreach (var text in (string[])["", "x", new('x', 10_000), "é", "pts_ünïcödé", "😀", $"{secret} {secret}", $"{secret[..^1]}!", secret[..^1]])
            {
                foreach (var caller in (ApiClient[])[organization.With(text), organization.With(null).WithHeader("X-API-Key", text)])
                {
                    var body = path == "/verify" ? new { token = secret } : path == "/introspect" ? new FormUrlEncodedContent([new("token", secret)]) : (object?)null;
                    await caller.SendAsync(body is null ? HttpMethod.Get : HttpMethod.Post, path, body).ExpectProblem(401, "unauthenticated");
                }
            }
        }

        organization.Host.Commands.Asked.Count.ShouldBe(commands);

        // What no HTTP is, the server itself refuses, and no request is made of it.
        foreach (var header in (string[])[$"Authorization: Bearer {secret}\0", $"Authorization: Bearer {secret[..10]}\n{secret[10..]}", $"Authorization: Bearer {new string('x', 1_000_000)}"])
        {
            (await StatusAsync(organization.Host, header)).ShouldBeOneOf(400, 431);
        }
    }

    /// <summary>Of headers that are too large the server hangs up before it has read them all.</summary>
    private static async Task<int> StatusAsync(PlatformHost host, string header)
    {
        try
        {
            return (await RawRequest.SendAsync(host.Address, "GET /api/v1/forward-auth HTTP/1.1", header)).Status;
        }
        catch (IOException) when (header.Length > 100_000)
        {
            return 431;
        }
    }

    [Theory, EachDatabase]
    public async Task ManyWhoAskAtOnceForOneMissingTokenAreOneRead(Database database)
    {
        var host = await hosts.OnAsync(database);
        var application = (await TestApplication.RegisterAsync(host, "read", "write")).Client;
        await Eventually.OnceInThree(async () =>
        {
            var token = await (await host.CreateOrganizationAsync()).IssueTokenAsync("people:read");
            await application.PostAsync("/verify", new { token = "warm" }).Expect(200);
            var cache = host.Services.GetRequiredService<GrantCache>();
            var loads = cache.Loads;
            var verdicts = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => application.PostAsync("/verify", new { token = token.Secret })));
            verdicts.ShouldAllBe(verdict => verdict.Status == 200 && verdict["code"] == "valid");
            cache.Loads.ShouldBe(loads + 1);
        });
    }
}
