namespace Platform.IntegrationTests.Tokens;

/// <summary>The steps that the model and the API take together.</summary>
internal sealed class TokenLives
{
    private readonly Dice _random;
    private readonly TestOrganization _organization;
    private readonly TokenModel _model;
    private DateTime _signedInAt;

    private TokenLives(TestOrganization organization, Dice random) =>
        (_organization, _random, _model, _signedInAt) = (organization, random, new TokenModel(() => organization.Host.Now, random), organization.Host.Now);

    public List<string> History { get; } = [];

    public int Secrets => _model.Secrets.Count;

    private PlatformHost Host => _organization.Host;

    public static async Task<TokenLives> BeginAsync(PlatformHost host, Dice random)
    {
        var organization = await host.CreateOrganizationAsync();
        var life = new TokenLives(organization, random);
        for (var number = 0; number < 3; number++)
        {
            life._model.Owners.Add(new TokenOwner { Id = await organization.CreateServiceAccountAsync("people:read") });
        }

        for (var number = 0; number < 2; number++)
        {
            var person = await organization.AddPersonAsync("Manager", apiAccess: true);
            life._model.Owners.Add(new TokenOwner { Id = person.Id, Person = person });
        }

        return life;
    }

    /// <summary>Does something, to both.</summary>
    public async Task<string> StepAsync()
    {
        if (Host.Now - _signedInAt > TimeSpan.FromHours(20))
        {
            await _organization.SignInAdministratorAsync();
            _signedInAt = Host.Now;
        }

        var done = await (_random.Next(100) switch
        {
            < 16 => CreateAsync(),
            < 24 => GenerateAsync(),
            < 28 => RegenerateAsync(),
            < 46 => RotateAsync(),
            < 53 => RevokeAsync(),
            < 59 => ShortenAsync(),
            < 66 => SwitchAsync(),
            < 68 => DeleteAsync(),
            < 73 => DeactivateAsync(),
            < 77 => SwitchAccessAsync(),
            < 89 => UseAsync(),
            < 92 => SweepAsync(),
            _ => WaitAsync(),
        });
        History.Add(done);
        return done;
    }

    /// <summary>
    /// The first secret about which API and model disagree; null where they agree on all. It is asked by a call that is
    /// refused for want of a permission, which is no use of the token.
    /// </summary>
    public async Task<string?> FindWrongAsync()
    {
        foreach (var secret in _model.Secrets)
        {
            var answer = await _organization.With(secret.Text).GetAsync("/audit");
            var good = answer.Status is 200 or 403;
            if (good != _model.IsGood(secret) || (!good && answer.Status != 401))
            {
                return $"{secret.Name} should be {(_model.IsGood(secret) ? "good" : "dead")}, but: {answer.Status} {answer.Body}";
            }
        }

        return null;
    }

    private async Task<string> CreateAsync()
    {
        var owner = _model.AnyAccount();
        if (owner is null)
        {
            return "nobody to create for";
        }

        var expiresAt = _random.Next(3) == 0 ? (DateTime?)null : Host.Now.AddMinutes(_random.Next(1, 3000));
        var made = await _organization.Admin.PostAsync("/tokens", new
        {
            serviceAccountId = owner.Id,
            name = $"Token {_model.Secrets.Count}",
            expiresAt,
            scopes = new[] { "people:read" },
            format = _random.Next(3) == 0 ? "jwt" : "opaque",
        }).Expect(201);
        return $"create {_model.Add(made, owner).Name} until {expiresAt}";
    }

    private async Task<(TokenOwner Owner, ApiClient Client)?> PersonAsync()
    {
        var owner = _model.AnyPerson(one => !one.Deactivated);
        return owner is null ? null : (owner, await _organization.SignInAsync(owner.Person!.Email));
    }

    private async Task<string> GenerateAsync()
    {
        if (await PersonAsync() is not { } person)
        {
            return "nobody to generate";
        }

        var answer = await person.Client.PostAsync("/me/token");
        answer.Expect(person.Owner.Off ? 403 : _model.HasPlace(person.Owner) ? 409 : 201);
        return answer.Status == 201 ? $"generate {_model.Add(answer, person.Owner).Name}" : $"generate: {answer.Status}";
    }

    private async Task<string> RegenerateAsync()
    {
        if (await PersonAsync() is not { } person)
        {
            return "nobody to regenerate";
        }

        var before = _model.Secrets.Find(secret => secret.Owner == person.Owner && _model.Lives(secret) && secret.ReplacedBy is null);
        var answer = await person.Client.PostAsync("/me/token/regenerate");
        answer.Expect(person.Owner.Off ? 403 : before is null ? 404 : 201);
        if (answer.Status != 201)
        {
            return $"regenerate: {answer.Status}";
        }

        for (var ended = before; ended is not null; ended = ended.Replaces)
        {
            ended.Revoked = true;
        }

        return $"regenerate {before!.Name} as {_model.Add(answer, person.Owner).Name}";
    }

    private async Task<string> RotateAsync()
    {
        if (_model.Any(one => !one.Owner.Deactivated) is not { } secret)
        {
            return "nothing to rotate";
        }

        var client = secret.Owner.Person is { } person ? await _organization.SignInAsync(person.Email) : _organization.Admin;
        var (hours, onFirstUse) = (_random.Pick(["0", "1", "5"])!, _random.Next(3) == 0);
        var next = secret.ReplacedBy;
        var may = !secret.Owner.Off && !secret.Owner.Deleted && (next is null ? _model.Lives(secret) : _model.Lives(next) && next is { Used: false, ReplacedBy: null });
        var answer = await client.PostAsync(
            $"/tokens/{secret.Id}/rotate", new { overlapHours = int.Parse(hours, System.Globalization.CultureInfo.InvariantCulture), endOverlapOnFirstUse = onFirstUse });
        (answer.Status == 201).ShouldBe(may, $"rotate {secret.Name}: {answer.Body}\n{string.Join('\n', History)}");
        if (!may)
        {
            return $"rotate {secret.Name}: {answer.Status}";
        }

        var replacement = _model.Add(answer, secret.Owner, secret, onFirstUse);
        if (next is not null)
        {
            (next.Revoked, next.ReplacedBy) = (true, replacement);
        }

        var overlap = Host.Now.AddHours(int.Parse(hours, System.Globalization.CultureInfo.InvariantCulture));
        if (_model.Lives(secret))
        {
            secret.End = secret.End < overlap ? secret.End : overlap;
            secret.Revoked = hours == "0";
        }

        secret.ReplacedBy = replacement;
        return $"rotate {secret.Name} as {replacement.Name}, {hours} h{(onFirstUse ? " or first use" : "")}";
    }

    private async Task<string> RevokeAsync()
    {
        if (_model.Any() is not { } secret)
        {
            return "nothing to revoke";
        }

        await _organization.Admin.PostAsync($"/tokens/{secret.Id}/revoke").Expect(200);
        secret.Revoked = true;
        return $"revoke {secret.Name}";
    }

    private async Task<string> ShortenAsync()
    {
        if (_model.Any() is not { } secret)
        {
            return "nothing to shorten";
        }

        var end = Host.Now.AddMinutes(_random.Next(1, 600));
        var answer = await _organization.Admin.PatchAsync($"/tokens/{secret.Id}", new { expiresAt = end });
        answer.Expect(!_model.Lives(secret) ? 409 : end > secret.End ? 422 : 200);
        secret.End = answer.Status == 200 ? end : secret.End;
        return $"shorten {secret.Name}: {answer.Status}";
    }

    private async Task<string> SwitchAsync()
    {
        if (_model.AnyAccount() is not { } owner)
        {
            return "no account to switch";
        }

        owner.Off = !owner.Off;
        await _organization.Admin.PatchAsync($"/service-accounts/{owner.Id}", new { status = owner.Off ? "disabled" : "active" }).Expect(200);
        return $"account {_model.Owners.IndexOf(owner)} {(owner.Off ? "off" : "on")}";
    }

    private async Task<string> DeleteAsync()
    {
        if (_model.AnyAccount() is not { } owner)
        {
            return "no account to delete";
        }

        await _organization.Admin.DeleteAsync($"/service-accounts/{owner.Id}").Expect(204);
        owner.Deleted = true;
        _model.Secrets.FindAll(secret => secret.Owner == owner).ForEach(secret => secret.Revoked = true);
        _model.Owners.Add(new TokenOwner { Id = await _organization.CreateServiceAccountAsync("people:read") });
        return $"account {_model.Owners.IndexOf(owner)} deleted";
    }

    private async Task<string> DeactivateAsync()
    {
        var owner = _model.AnyPerson()!;
        owner.Deactivated = !owner.Deactivated;
        await _organization.Admin.PostAsync($"/people/{owner.Id}/{(owner.Deactivated ? "deactivate" : "reactivate")}").Expect(200);
        _model.Bury(owner, owner.Deactivated);
        return $"person {_model.Owners.IndexOf(owner)} {(owner.Deactivated ? "deactivated" : "reactivated")}";
    }

    private async Task<string> SwitchAccessAsync()
    {
        var owner = _model.AnyPerson()!;
        owner.Off = !owner.Off;
        await _organization.Admin.PatchAsync($"/people/{owner.Id}", new { apiAccessEnabled = !owner.Off }).Expect(200);
        _model.Bury(owner, owner.Off);
        return $"person {_model.Owners.IndexOf(owner)} access {(owner.Off ? "off" : "on")}";
    }

    private async Task<string> UseAsync()
    {
        if (_model.Any() is not { } secret)
        {
            return "nothing to use";
        }

        await _organization.With(secret.Text).GetAsync("/me").Expect(_model.IsGood(secret) ? 200 : 401);
        if (_model.IsGood(secret) && !secret.Used)
        {
            secret.Used = true;
            if (secret is { EndsReplaced: true, Replaces: { } replaced })
            {
                replaced.Revoked = true;
            }
        }

        return $"use {secret.Name}";
    }

    private async Task<string> SweepAsync()
    {
        await Host.RunJobAsync("tokens-expire");
        return "sweep";
    }

    private Task<string> WaitAsync()
    {
        var end = _model.Any(_model.Lives)?.End;
        if (end is { } exactly && exactly - Host.Now < TimeSpan.FromHours(10))
        {
            // To the very moment of an end, or to the millisecond before.
            Host.Clock.AdvanceTo(_random.Next(2) == 0 ? exactly : exactly.AddMilliseconds(-1));
        }
        else
        {
            Host.Clock.Advance(TimeSpan.FromMinutes(_random.Next(1, 200)));
        }

        return Task.FromResult($"wait until {Host.Now:HH:mm:ss.fff}");
    }
}
