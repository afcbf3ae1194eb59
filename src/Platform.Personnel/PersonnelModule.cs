using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Contracts.Personnel;
using Platform.Kernel.Http;
using Platform.Kernel.Jobs;
using Platform.Kernel.Modules;
using Platform.Kernel.Results;
using Platform.Personnel.Data;
using Platform.Personnel.Domain;
using Platform.Personnel.Features;
using Platform.Personnel.Import;
using Platform.Personnel.Jobs;
using Platform.Personnel.SignIn;

namespace Platform.Personnel;

/// <summary>Accounts, sign-in and sessions; the people of each organization and their invitations.</summary>
public sealed class PersonnelModule : IModule
{
    public string Name => "Personnel";

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<AttemptTurns>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<ICredentialLoader, AccessTokenLoader>();
        services.AddScoped<GuardedPasswords>();
        services.AddScoped<SecondFactors>();
        services.AddScoped<SignedIn>();
        services.AddScoped<OwnAccount>();
        services.AddScoped<Enrolments>();
        services.AddScoped<NewResetLinks>();
        services.AddPasskeys(configuration);
        services.AddScoped<NewPeople>();
        services.AddScoped<PersonAccess>();
        services.AddScoped<LinkHandover>();
        services.AddScoped<ImportCheck>();
        services.AddScoped<PeopleImporter>();
        services.AddJob(new Job("sign-in-prune", TimeSpan.FromHours(1), () => new PruneSignIn()) { Description = "Forgets attempts, refresh tokens and steps of sign-ins that no longer count" });
    }

    public void MapModel(ModelBuilder model) => model.MapPersonnel();

    public void MapRoutes(IEndpointRouteBuilder api, IEndpointRouteBuilder root)
    {
        var auth = api.MapGroup("/auth").WithTags("Sign-in");
        auth.MapPost("/sign-in", SignInUseCase.Endpoint).Named("SignIn", "Sign in with e-mail address and password").Answers<SignedInAnswer>().TakesCookieMode().AllowPublic("Nobody is signed in yet")
            .Refuses(ErrorCodes.Unauthenticated, "The e-mail address, password or code is wrong").RefusesGuesses().RefusesSession();
        auth.MapPost("", RefreshSession.Endpoint).Named("RefreshSession", "Exchange a refresh token for a new pair").Answers<SignedInAnswer>().TakesCookieMode().AllowPublic("The refresh token is the credential")
            .Refuses(ErrorCodes.Unauthenticated, "The refresh token is none, spent or too old").RefusesGuesses().RefusesSession();
        auth.MapPost("/sign-out", SignOut.Endpoint).Named("SignOut", "End the session of an access token").Answers().AllowPublic("The access token is judged whatever its organization")
            .Refuses(ErrorCodes.Unauthenticated, "No access token was sent, or none of this instance").Refuses(ErrorCodes.PermissionDenied, "An API token has no session")
            .Refuses(ErrorCodes.TokenExpired, "The access token has expired").Refuses(ErrorCodes.TokenRevoked, "The session has ended already")
            .Refuses(ErrorCodes.MfaRequired, "The organization requires a second factor, and the session has none").Refuses(ErrorCodes.OrganizationSuspended, "The organization is suspended");
        auth.MapPost("/accept-invitation", AcceptInvitation.Endpoint).Named("AcceptInvitation", "Join by an invitation link").Answers<SignedInAnswer>().TakesCookieMode().AllowPublic("The invitation's token is the credential")
            .Refuses(ErrorCodes.NotFound, "The link is unknown, used up or too old").Refuses(ErrorCodes.Unauthenticated, "There is an account already, and the password or code is not its own").RefusesGuesses().RefusesSession();
        auth.MapPost("/enrol", BeginEnrolment.Endpoint).Named("BeginEnrolment", "Set up the authenticator app that signing in asks for").Answers<AuthenticatorSetup>().AllowPublic("The enrolment token is the credential")
            .Refuses(ErrorCodes.Unauthenticated, "The enrolment is unknown, done or too old").RefusesGuesses();
        auth.MapPost("/enrol/confirm", ConfirmEnrolment.Endpoint).Named("ConfirmEnrolment", "Prove the authenticator app and sign in").Answers<SignedInAnswer>().TakesCookieMode().AllowPublic("The enrolment token is the credential")
            .Refuses(ErrorCodes.Unauthenticated, "The enrolment is unknown, done or too old, or the code is wrong").RefusesGuesses().RefusesSession();
        auth.MapPost("/passkey/options", BeginPasskeySignIn.Endpoint).Named("BeginPasskeySignIn", "Ask for the challenge that a passkey signs").Answers<PasskeyChallenge>().AllowPublic("Nobody is signed in yet")
            .Refuses(ErrorCodes.RateLimited, "Too many challenges were asked for from the address");
        auth.MapPost("/passkey", SignInWithPasskey.Endpoint).Named("SignInWithPasskey", "Sign in with a passkey").Answers<SignedInAnswer>().TakesCookieMode().AllowPublic("The passkey is the credential")
            .Refuses(ErrorCodes.Unauthenticated, "The passkey was not accepted").RefusesGuesses().RefusesSession();
        auth.MapPost("/forgot-password", ForgotPassword.Endpoint).Named("ForgotPassword", "Ask for a mail with a reset link").Answers<ForgotPasswordAnswer>(StatusCodes.Status202Accepted).AllowPublic("Whoever has forgotten the password can't sign in")
            .Refuses(ErrorCodes.RateLimited, "Too many mails were asked for, from the address or for the e-mail address");
        auth.MapPost("/reset-password", ResetPassword.Endpoint).Named("ResetPassword", "Choose a new password by a reset link").Answers().AllowPublic("The link's token is the credential")
            .Refuses(ErrorCodes.NotFound, "The link is unknown, used up or too old").RefusesGuesses();
        auth.MapGet("/sessions", ListSessions.Endpoint).Named("ListSessions", "List one's own sessions").Answers<Page<SessionAnswer>>().RequiresAccount();
        auth.MapDelete("/sessions/{id:guid}", RevokeSession.Endpoint).Named("RevokeSession", "End one of one's own sessions").Answers().RequiresAccount();

        var account = api.MapGroup("/account").WithTags("Account");
        account.MapGet("", GetAccount.Endpoint).Named("GetAccount", "Read one's own account").Answers<AccountAnswer>().RequiresAccount();
        account.MapPost("/password", ChangePassword.Endpoint).Named("ChangePassword", "Change one's password; every session ends, and this device gets a new one").Answers<SignedInAnswer>().TakesCookieMode().RequiresAccount()
            .Refuses(ErrorCodes.Conflict, "The password has been changed meanwhile").RefusesGuesses();
        account.MapPost("/authenticator", SetUpAuthenticator.Endpoint).Named("SetUpAuthenticator", "Begin to set up an authenticator app").Answers<AuthenticatorSetup>().RequiresAccount()
            .RefusesGuesses();
        account.MapPost("/authenticator/confirm", ConfirmAuthenticator.Endpoint).Named("ConfirmAuthenticator", "Prove the authenticator app by a code of it").Answers<RecoveryCodesAnswer>().RequiresAccount()
            .Refuses(ErrorCodes.Conflict, "No authenticator app is being set up").RefusesGuesses();
        account.MapPost("/authenticator/remove", RemoveAuthenticator.Endpoint).Named("RemoveAuthenticator", "Sign in without the authenticator app from now on").Answers().RequiresAccount()
            .Refuses(ErrorCodes.Conflict, "A second factor is required, and this is the last one").RefusesGuesses();
        account.MapPost("/recovery-codes", ReplaceRecoveryCodes.Endpoint).Named("ReplaceRecoveryCodes", "Get new recovery codes; the old ones are good no more").Answers<RecoveryCodesAnswer>().RequiresAccount()
            .Refuses(ErrorCodes.Conflict, "There is no authenticator app that they stand in for").RefusesGuesses();
        account.MapPost("/passkeys/options", BeginPasskey.Endpoint).Named("BeginPasskey", "Ask for the challenge that a new passkey answers").Answers<PasskeyChallenge>().RequiresAccount()
            .RefusesGuesses();
        account.MapPost("/passkeys", AddPasskey.Endpoint).Named("AddPasskey", "Add a passkey").Answers<PasskeyAnswer>(StatusCodes.Status201Created).RequiresAccount()
            .Refuses(ErrorCodes.Conflict, "The account has as many passkeys as it may");
        account.MapPatch("/passkeys/{id:guid}", RenamePasskey.Endpoint).Named("RenamePasskey", "Give a passkey another name").Answers<PasskeyAnswer>().RequiresAccount();
        account.MapDelete("/passkeys/{id:guid}", RemovePasskey.Endpoint).Named("RemovePasskey", "Remove a passkey").Answers().RequiresAccount()
            .Refuses(ErrorCodes.Conflict, "A second factor is required, and this is the last one").RefusesGuesses();

        var setup = api.MapGroup("/setup").WithTags("Sign-in");
        setup.MapGet("", SetUpInstanceUseCase.StateEndpoint).Named("GetSetup", "Whether the instance is still to be set up").Answers<SetupAnswer>().AllowPublic("Nobody can sign in yet");
        setup.MapPost("", SetUpInstanceUseCase.Endpoint).Named("SetUpInstance", "Make an empty instance's operator, first organization and administrator").Answers<SignedInAnswer>().TakesCookieMode().AllowPublic("The code that the host printed is the credential")
            .Refuses(ErrorCodes.Conflict, "The instance has been set up already").RefusesGuesses().RefusesSession();

        var people = api.MapGroup("/people").WithTags(Name);
        people.MapGet("", ListPeople.Endpoint).Named("ListPeople", "List the people of the organization").Answers<Page<PersonAnswer>>().Requires(PersonnelPermissions.Read);
        people.MapPost("", CreatePerson.Endpoint).Named("CreatePerson", "Add a person, and perhaps invite them").Answers<CreatePersonAnswer>(StatusCodes.Status201Created).Requires(PersonnelPermissions.Write)
            .RefusesUngrantable().Refuses(ErrorCodes.Conflict, "A person has the e-mail address").Refuses(ErrorCodes.PermissionDenied, "`roleIds` needs `roles:assign`");
        people.MapPost("/import", ImportPeople.Endpoint).Named("ImportPeople", "Add the people of a CSV file, all or none").TakesFile("text/csv", UploadedCsv.MaxBytes).ExampleRequest(ImportPeople.Example).TakesSwitch("dryRun", "`true` to be told what each line would come to, and change nothing.").Answers<ImportReport>().Requires(PersonnelPermissions.Write)
            .Refuses(ErrorCodes.Conflict, "Another import is running, or somebody changed what the file names").RefusesUngrantable().Refuses(ErrorCodes.PermissionDenied, "Giving roles needs `roles:assign`");
        people.MapGet("/export", ExportPeople.Endpoint).Named("ExportPeople", "Read the list as a CSV file in the columns of the import").AnswersFile("text/csv").ExampleAnswer("The list", ("people", ImportPeople.Example)).Requires(PersonnelPermissions.Read);
        people.MapGet("/{id:guid}", GetPerson.Endpoint).Named("GetPerson", "Read a person's record").Answers<PersonAnswer>().Requires(PersonnelPermissions.Read);
        people.MapPatch("/{id:guid}", UpdatePerson.Endpoint).Named("UpdatePerson", "Change a person's record").Answers<PersonAnswer>().TakesIfMatch().Requires(PersonnelPermissions.Write)
            .Refuses(ErrorCodes.Conflict, "A person has the e-mail address, or it is the account's by now");
        people.MapDelete("/{id:guid}", DeletePerson.Endpoint).Named("DeletePerson", "Remove a person's record, with their sessions, tokens and roles").Answers().TakesIfMatch().Requires(PersonnelPermissions.Write)
            .Refuses(ErrorCodes.Conflict, "The organization's last administrator");
        people.MapPost("/{id:guid}/invite", InvitePerson.Endpoint).Named("InvitePerson", "Make a new invitation link for a person who has not joined yet").Answers<InvitationLink>().Requires(PersonnelPermissions.Write)
            .Refuses(ErrorCodes.Conflict, "The person has joined already").RefusesUngrantable();
        people.MapPost("/{id:guid}/reset-link", MakeResetLink.Endpoint).Named("MakeResetLink", "Make a link by which a person chooses a new password").Answers<ResetLinkAnswer>().Requires(PersonnelPermissions.Write)
            .Refuses(ErrorCodes.Conflict, "The account is not this organization's alone, or the person has not joined yet").RefusesUngrantable();
        people.MapPost("/{id:guid}/deactivate", DeactivatePerson.Endpoint).Named("DeactivatePerson", "End a person's access, sessions and tokens at once").Answers<PersonAnswer>().Requires(PersonnelPermissions.Write)
            .Refuses(ErrorCodes.Conflict, "The organization's last administrator");
        people.MapPost("/{id:guid}/reactivate", ReactivatePerson.Endpoint).Named("ReactivatePerson", "Let a deactivated person in again").Answers<PersonAnswer>().Requires(PersonnelPermissions.Write)
            .RefusesUngrantable();
        people.MapPut("/{id:guid}/roles", SetRolesOfPerson.Endpoint).Named("SetRolesOfPerson", "Give a person exactly these roles").Answers<PersonAnswer>().Requires(PersonnelPermissions.Write)
            .RefusesUngrantable().Refuses(ErrorCodes.Conflict, "The organization's last administrator").Refuses(ErrorCodes.PermissionDenied, "The caller lacks `roles:assign`");

        root.MapGet("/.well-known/jwks.json", GetJwks.Endpoint).WithTags("Sign-in").Named("GetJwks", "Read the public keys that access tokens are signed with").Answers<JsonWebKeys>().AllowPublic("Public keys are public")
            .Refuses(ErrorCodes.Unavailable, "The database can't be reached just now");
    }
}
