using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Tokens;
using Platform.Kernel.Coherence;
using Platform.Kernel.Http;
using Platform.Kernel.Jobs;
using Platform.Kernel.Messaging;
using Platform.Kernel.Modules;
using Platform.Kernel.Results;
using Platform.Tokens.Data;
using Platform.Tokens.Domain;
using Platform.Tokens.Features;
using Platform.Tokens.Jobs;
using Platform.Tokens.Usage;
using Platform.Tokens.Verification;

namespace Platform.Tokens;

/// <summary>Tokens and the service accounts that own some of them; who calls, and what they may do.</summary>
public sealed class TokensModule : IModule
{
    private const string Verification = "Verification";
    private const string ForwardAuthPath = "/api/v1/forward-auth";

    public string Name => "Tokens";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(TokenFormat.Configured(configuration["Tokens:Prefix"]));
        services.AddSingleton<FirstUses>();
        services.AddSingleton<ILateUses, LateUses>();
        services.AddSingleton<TokenLoader>();
        services.AddSingleton<ICredentialLoader>(provider => provider.GetRequiredService<TokenLoader>());
        services.AddSingleton<TokenVerdicts>();
        services.AddSingleton<VerifierFeed>();
        services.AddSingleton<AskedScopes>();
        services.AddHostedService<UsageFlush>();
        services.AddScoped<UsageWriter>();
        services.AddScoped<UseWriter>();
        services.AddScoped<UsageReports>();
        services.AddScoped<TokenLife>();
        services.AddScoped<Sweep>();
        services.AddScoped<TokenAnswers>();
        services.AddScoped<TokenRevocation>();
        services.AddScoped<PresentedTokens>();
        services.AddScoped<TokenEnding>();
        services.AddScoped<PersonalTokens>();
        services.AddScoped<PermissionHoldersQueries>();
        services.AddSingleton<IRehearsal, RehearseTokenLife>();
        services.AddJob(new Job("tokens-expire", TimeSpan.FromMinutes(1), () => new ExpireTokens(), PerOrganization: true) { Description = "Notes tokens that have come to their end, and tells of them" });
        services.AddJob(new Job("tokens-idle", TimeSpan.FromHours(1), () => new RevokeIdleTokens(), PerOrganization: true) { Description = "Revokes tokens that nobody has used for as long as their organization allows" });
        services.AddJob(new Job("tokens-unused", TimeSpan.FromHours(1), () => new NoticeUnusedTokens(), PerOrganization: true) { Description = "Tells of tokens that nobody uses" });
        services.AddJob(new Job("tokens-remind", TimeSpan.FromHours(1), () => new RemindOfExpiry(), PerOrganization: true) { Description = "Reminds of tokens that end soon" });
        services.AddJob(new Job("usage-roll", TimeSpan.FromHours(1), () => new RollUsage(), PerOrganization: true) { Description = "Rolls hours of usage into days, and forgets old ones" });
    }

    public void MapModel(ModelBuilder model)
    {
        model.MapTokens();
        model.MapUsage();
    }

    public void MapRoutes(IEndpointRouteBuilder api, IEndpointRouteBuilder root)
    {
        // Outside the group: the hot path opens no unit of work. A delegate, so that it is described like the others.
        root.MapGet("/api/v1/me", (Delegate)GetMe.Endpoint).WithTags(Name).Named("GetMe", "Who am I, and what may I do").Answers<MeAnswer>().RequiresMember();

        var mine = api.MapGroup("/me/token").WithTags(Name);
        mine.MapGet("", GetMyToken.Endpoint).Named("GetMyToken", "Read one's own token").Answers<TokenAnswer>().RequiresMember()
            .Refuses(ErrorCodes.NotFound, "The caller has no token");
        mine.MapPost("", GenerateMyToken.Endpoint).Named("GenerateMyToken", "Generate a token of one's own").Answers<IssuedTokenAnswer>(StatusCodes.Status201Created).RequiresSignIn(TokensPermissions.Generate)
            .Refuses(ErrorCodes.TokenAlreadyActive, "The caller has as many as the policy allows").RefusesUngrantable().Refuses(ErrorCodes.ApiAccessDisabled, "The person may not have an API token");
        mine.MapPost("/regenerate", RegenerateMyToken.Endpoint).Named("RegenerateMyToken", "Replace one's own token; the current one is dead at once").Answers<IssuedTokenAnswer>(StatusCodes.Status201Created).RequiresSignIn(TokensPermissions.Generate)
            .Refuses(ErrorCodes.NotFound, "The caller has no such token").RefusesUngrantable().Refuses(ErrorCodes.ApiAccessDisabled, "The person may not have an API token");
        mine.MapPost("/rotate", RotateMyToken.Endpoint).Named("RotateMyToken", "Replace one's own token; the current one works on for a while").Answers<IssuedTokenAnswer>(StatusCodes.Status201Created).RequiresSignIn(TokensPermissions.Generate)
            .Refuses(ErrorCodes.NotFound, "The caller has no such token").RefusesUngrantable().Refuses(ErrorCodes.ApiAccessDisabled, "The person may not have an API token");
        mine.MapDelete("", RemoveMyToken.Endpoint).Named("RemoveMyToken", "Remove one's own token").Answers().RequiresSignIn()
            .Refuses(ErrorCodes.NotFound, "The caller has no such token");

        api.MapGet("/me/tokens", ListMyTokens.Endpoint).WithTags(Name).Named("ListMyTokens", "List one's own tokens, the newest first, the ended ones too").Answers<IReadOnlyList<TokenAnswer>>().RequiresMember();
        mine.MapGet("/policy", GetMyTokenPolicy.Endpoint).Named("GetMyTokenPolicy", "What the organization's policy says of one's own tokens").Answers<MyTokenPolicyAnswer>().RequiresMember();

        var tokens = api.MapGroup("/tokens").WithTags(Name);
        tokens.MapGet("", ListTokens.Endpoint).Named("ListTokens", "List the organization's tokens").Answers<Page<TokenAnswer>>().Requires(TokensPermissions.Read);
        tokens.MapPost("", IssueToken.Endpoint).Named("IssueToken", "Issue a token of a service account").Answers<IssuedTokenAnswer>(StatusCodes.Status201Created).Requires(TokensPermissions.Write)
            .Refuses(ErrorCodes.TokenNameTaken, "A live service token has the name").RefusesUngrantable();
        tokens.MapGet("/{id:guid}", GetToken.Endpoint).Named("GetToken", "Read a token").Answers<TokenAnswer>().Requires(TokensPermissions.Read);
        tokens.MapPatch("/{id:guid}", UpdateToken.Endpoint).Named("UpdateToken", "Change a token, downwards only").Answers<TokenAnswer>().TakesIfMatch().Requires(TokensPermissions.Write)
            .Refuses(ErrorCodes.TokenNameTaken, "A live service token has the name").Refuses(ErrorCodes.TokenNotExtendable, "`expiresAt` is later than the token ends").Refuses(ErrorCodes.ScopeNotGrantable, "`scopes` are not fewer").Refuses(ErrorCodes.PermissionDenied, "A person's token: only its owner may change that").Refuses(ErrorCodes.Conflict, "The token has ended");
        tokens.MapPost("/{id:guid}/rotate", RotateToken.Endpoint).Named("RotateToken", "Replace a token by a new one with the same settings").Answers<IssuedTokenAnswer>(StatusCodes.Status201Created).Requires(TokensPermissions.Write)
            .Refuses(ErrorCodes.TokenNameTaken, "A live service token has the name").RefusesUngrantable().Refuses(ErrorCodes.PermissionDenied, "A person's token: only its owner may rotate it").Refuses(ErrorCodes.Conflict, "The token has ended or been rotated already, or its service account is disabled").Refuses(ErrorCodes.ApiAccessDisabled, "The person may not have an API token");
        tokens.MapGet("/{id:guid}/callers", ListTokenCallers.Endpoint).Named("ListTokenCallers", "List who has used a token since it was replaced").Answers<IReadOnlyList<TokenCallerAnswer>>().Requires(TokensPermissions.Read);
        tokens.MapGet("/{id:guid}/usage", GetTokenUsage.Endpoint).Named("GetTokenUsage", "How much a token is used: by hour or day and outcome, by endpoint, by address").Answers<UsageAnswer>().Requires(TokensPermissions.Read);
        tokens.MapPost("/{id:guid}/revoke", RevokeToken.Endpoint).Named("RevokeToken", "Revoke a token, on every node, before this answers").Answers<RevocationReceipt>().Requires(TokensPermissions.Write);
        tokens.MapDelete("/{id:guid}", RevokeToken.DeleteEndpoint).Named("DeleteToken", "Revoke a token; it stays visible as revoked").Answers<RevocationReceipt>().Requires(TokensPermissions.Write);

        api.MapGet("/usage", GetUsage.Endpoint).WithTags(Name).Named("GetUsage", "How much the organization's tokens are used, all together").Answers<UsageAnswer>().Requires(TokensPermissions.ReadUsage);

        var accounts = api.MapGroup("/service-accounts").WithTags(Name);
        accounts.MapGet("", ListServiceAccounts.Endpoint).Named("ListServiceAccounts", "List the organization's service accounts").Answers<Page<ServiceAccountAnswer>>().Requires(TokensPermissions.ReadServiceAccounts);
        accounts.MapPost("", CreateServiceAccount.Endpoint).Named("CreateServiceAccount", "Make a service account").Answers<ServiceAccountAnswer>(StatusCodes.Status201Created).Requires(TokensPermissions.WriteServiceAccounts)
            .RefusesUngrantable().Refuses(ErrorCodes.Conflict, "A service account has the name");
        accounts.MapGet("/{id:guid}", GetServiceAccount.Endpoint).Named("GetServiceAccount", "Read a service account").Answers<ServiceAccountAnswer>().Requires(TokensPermissions.ReadServiceAccounts);
        accounts.MapPatch("/{id:guid}", UpdateServiceAccount.Endpoint).Named("UpdateServiceAccount", "Change, disable or enable a service account").Answers<ServiceAccountAnswer>().TakesIfMatch().Requires(TokensPermissions.WriteServiceAccounts)
            .RefusesUngrantable().Refuses(ErrorCodes.Conflict, "A service account has the name");
        accounts.MapDelete("/{id:guid}", DeleteServiceAccount.Endpoint).Named("DeleteServiceAccount", "Delete a service account and revoke its tokens; they stay visible").Answers().Requires(TokensPermissions.WriteServiceAccounts);

        var applications = api.MapGroup("/instance/applications/{id:guid}/tokens").WithTags("Instance");
        applications.MapGet("", ListApplicationTokens.Endpoint).Named("ListApplicationTokens", "List an application's tokens").Answers<Page<TokenAnswer>>().RequiresOperator();
        applications.MapPost("", IssueApplicationToken.Endpoint).Named("IssueApplicationToken", "Issue a token with which an application verifies tokens").Answers<IssuedTokenAnswer>(StatusCodes.Status201Created).RequiresOperator()
            .Refuses(ErrorCodes.TokenNameTaken, "A live token of the application has the name");
        applications.MapPost("/{tokenId:guid}/revoke", RevokeApplicationToken.Endpoint).Named("RevokeApplicationToken", "Revoke an application's token, on every node, before this answers").Answers<RevocationReceipt>().RequiresOperator();

        var gateways = new ForwardAuth(root.ServiceProvider.GetRequiredService<AskedScopes>());

        // Outside the group too: where the token is cached they open no unit of work.
        root.MapPost("/api/v1/verify", VerifyToken.Endpoint).WithTags(Verification).Named("VerifyToken", "Judge a token").Answers<VerifyTokenAnswer>().DocumentsVerifyToken().RequiresApplicationOr(TokensPermissions.Verify);
        root.MapPost("/api/v1/introspect", IntrospectToken.Endpoint).WithTags(Verification).Named("IntrospectToken", "Say what a token is (RFC 7662)").Answers<IntrospectTokenAnswer>().DocumentsIntrospectToken().RequiresApplicationOr(TokensPermissions.Verify);
        root.MapGet("/api/v1/verifier/feed", ReadVerifierFeed.Endpoint).WithTags(Verification).Named("ReadVerifierFeed", "Follow what a verifier must forget of the verdicts it keeps").DocumentsReadVerifierFeed().RequiresApplicationOr(TokensPermissions.Verify);
        root.MapGet(ForwardAuthPath, (Delegate)gateways.Endpoint).WithTags(Verification).Named("ForwardAuth", "Judge the request's own credential, for a gateway; with any method").DocumentsForwardAuth().AllowGateway("The request's own credential is what is judged");
        root.Map(ForwardAuthPath, (Delegate)gateways.Endpoint).AllowGateway("The same with any other method: a gateway may pass its caller's on");
        api.MapPost("/revoke", RevokePresentedToken.Endpoint).WithTags(Verification).Named("RevokePresentedToken", "Revoke a token by its secret (RFC 7009)").DocumentsRevokePresentedToken().AllowHolder("Whoever has the secret could do worse; those who guess are slowed down");
        api.MapPost("/leaks", ReportLeaks.Endpoint).WithTags(Verification).Named("ReportLeaks", "Report secrets that were found where they should not be").DocumentsReportLeaks().AllowPublic("Whoever finds a secret may have no account; the answer tells nothing");
        root.MapGet("/.well-known/oauth-authorization-server", GetAuthorizationServer.Endpoint).WithTags(Verification).Named("GetAuthorizationServer", "Where to introspect, revoke and find keys (RFC 8414)").Answers<AuthorizationServerAnswer>().DocumentsAuthorizationServer().AllowPublic("Addresses that are public anyway");
        root.MapGet("/.well-known/secret-patterns.json", GetSecretPatterns.Endpoint).WithTags(Verification).Named("GetSecretPatterns", "What this instance's secrets look like, for scanners, and where to report one").Answers<SecretPatternsAnswer>().DocumentsSecretPatterns().AllowPublic("A scanner must know what to look for");
    }
}
