using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Platform.Host;
using Platform.Kernel.Authorization;
using Platform.Kernel.Http;

namespace Platform.ArchitectureTests;

/// <summary>Walks all routes of the host, built as it is but not started.</summary>
public partial class RouteTests
{
    /// <summary>What is no operation of the API, and so has neither name nor summary.</summary>
    private static readonly Dictionary<string, string> NoOperations = new()
    {
        ["/api/v1/forward-auth"] = "ForwardAuth by any other method",
        ["/openapi/v1.json"] = "The description of the operations",
    };

    /// <summary>Operations that stand in another's file.</summary>
    private static readonly Dictionary<string, (string File, string Reason)> SharedFiles = new()
    {
        ["DeleteToken"] = ("src/Platform.Tokens/Features/RevokeToken.cs", "Revoking by another verb"),
        ["GetLive"] = ("src/Platform.Host/Http/HealthEndpoints.cs", "The host's own, not a module's"),
        ["GetReady"] = ("src/Platform.Host/Http/HealthEndpoints.cs", "The host's own, not a module's"),
        ["GetSetup"] = ("src/Platform.Personnel/Features/SetUpInstance.cs", "Asks whether setting up is still to be done"),
        ["ReadAllNotifications"] = ("src/Platform.Notifications/Features/ReadNotification.cs", "The same for all of them"),
    };

    private static readonly IReadOnlyList<RouteEndpoint> Endpoints = ReadEndpoints();

    private static readonly IReadOnlyList<RouteEndpoint> Operations = [.. Endpoints.Where(endpoint => NameOf(endpoint) is not null)];

    [Fact]
    public void What_is_no_operation_is_listed() =>
        Endpoints.Where(endpoint => NameOf(endpoint) is null).Select(endpoint => endpoint.RoutePattern.RawText!).ShouldBeJust(NoOperations, "A route has an operation id.");

    [Fact]
    public void Every_endpoint_says_once_who_may_call()
    {
        Endpoints.Count.ShouldBeGreaterThan(40);
        Endpoints.Where(endpoint => endpoint.Metadata.OfType<Access>().Count() != 1).Select(endpoint => endpoint.DisplayName).ShouldBeEmpty();
    }

    [Fact]
    public void What_anybody_may_call_says_why() =>
        Public.Where(endpoint => string.IsNullOrWhiteSpace(AccessOf(endpoint).Reason)).Select(endpoint => endpoint.DisplayName).ShouldBeEmpty();

    [Fact]
    public void What_anybody_may_call_is_listed() =>
        Public.Select(endpoint => NameOf(endpoint) ?? endpoint.RoutePattern.RawText!).ShouldBeJust(
            new Dictionary<string, string>
            {
                ["/openapi/v1.json"] = "The contract is no secret",
                ["AcceptInvitation"] = "The invitation's secret is the credential",
                ["/api/v1/forward-auth"] = "ForwardAuth by any other method",
                ["ForwardAuth"] = "Judges the credential that the request itself carries",
                ["GetAuthorizationServer"] = "Addresses of public endpoints",
                ["GetJwks"] = "Public keys",
                ["GetLive"] = "Tells nothing but that the process runs",
                ["GetReady"] = "Tells nothing but which part is not ready",
                ["GetSecretPatterns"] = "What to search for, so that leaks are found",
                ["GetSetup"] = "Tells nothing but whether there is an operator yet",
                ["GetTokenExpirations"] = "The key in the address is the credential; wrong ones are counted",
                ["BeginEnrolment"] = "The enrolment token is the credential; it was given for the right password",
                ["BeginPasskeySignIn"] = "Gives a challenge that says nothing of anybody",
                ["ConfirmEnrolment"] = "The enrolment token is the credential; wrong codes are counted",
                ["ForgotPassword"] = "Says the same to everybody; mails are counted",
                ["ResetPassword"] = "The link's token is the credential",
                ["SignInWithPasskey"] = "The passkey is the credential",
                ["RefreshSession"] = "The refresh token is the credential",
                ["ReportLeaks"] = "Whoever finds a secret may have no account; nothing is told, and reports are counted",
                ["RevokePresentedToken"] = "The secret in the body is the credential; wrong ones are counted",
                ["SetUpInstance"] = "The code that the host printed is the credential, and it is good once",
                ["SignIn"] = "Nobody is signed in yet; attempts are counted",
                ["SignOut"] = "Ends just the session whose access token was sent",
            },
            "A route that anybody may call needs a reason on this list.");

    [Fact]
    public void What_a_permission_is_asked_for_is_in_the_catalogue()
    {
        var catalogue = PermissionClasses.SelectMany(DescriptionsOf).Select(permission => permission.Name).ToHashSet();
        var asked = Endpoints.Select(AccessOf).Where(access => access.Permission is not null).Select(access => access.Permission!.Name).ToList();
        asked.Count.ShouldBeGreaterThan(20);
        asked.Except(catalogue).ShouldBeEmpty();
        Endpoints.Where(endpoint => AccessOf(endpoint) is { Kind: AccessKind.Permission or AccessKind.Application, Permission: null }).ShouldBeEmpty();
    }

    [Fact]
    public void A_permission_s_constant_is_in_its_module_s_list_with_a_sentence()
    {
        PermissionClasses.Count.ShouldBe(House.Modules.Count);
        foreach (var type in PermissionClasses)
        {
            var constants = type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).ToList();
            var described = DescriptionsOf(type);
            described.Select(permission => permission.Name).ShouldBe(constants, ignoreOrder: true, type.Name);
            described.ShouldAllBe(permission => permission.Description.Length > 10 && Scope.Parse(permission.Name).ToString() == permission.Name);
        }
    }

    [Fact]
    public void Every_operation_has_a_name_of_its_own_a_summary_and_a_tag()
    {
        Operations.GroupBy(NameOf).Where(group => group.Count() > 1).Select(group => group.Key).ShouldBeEmpty();
        Operations.Where(endpoint => string.IsNullOrWhiteSpace(endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary)).Select(endpoint => endpoint.DisplayName).ShouldBeEmpty();
        Operations.Where(endpoint => endpoint.Metadata.GetMetadata<ITagsMetadata>()?.Tags.Count is not 1).Select(endpoint => endpoint.DisplayName).ShouldBeEmpty();
        Operations.Where(endpoint => endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>()!.Summary.EndsWith('.')).Select(endpoint => endpoint.DisplayName).ShouldBeEmpty();
    }

    [Fact]
    public void Every_operation_is_the_file_of_its_name_in_the_module_that_maps_it()
    {
        foreach (var endpoint in Operations)
        {
            var name = NameOf(endpoint)!;
            var project = endpoint.Metadata.OfType<MethodInfo>().Last().DeclaringType!.Assembly.GetName().Name;
            var file = SharedFiles.TryGetValue(name, out var shared) ? shared.File : $"src/{project}/Features/{name}.cs";
            House.Sources.ShouldContain(source => source.Path == file, $"{name} is to be found in {file}");
        }

        SharedFiles.Keys.Except(Operations.Select(endpoint => NameOf(endpoint)!)).ShouldBeEmpty("These are on the list of exceptions without need: take them off.");
        SharedFiles.Values.ShouldAllBe(shared => shared.Reason.Length > 0);
    }

    [Fact]
    public void Every_file_with_an_endpoint_has_one_and_is_an_operation()
    {
        var names = Operations.Select(endpoint => NameOf(endpoint)!).ToHashSet();
        var files = House.Sources.Where(file => file.Path.Contains("/Features/")).ToList();
        files.Count.ShouldBeGreaterThan(40);
        foreach (var file in files)
        {
            var endpoints = file.Find(EndpointMethod()).ToList();
            endpoints.Count.ShouldBeLessThanOrEqualTo(1, $"One use case, one file: {string.Join(", ", endpoints)}");
            if (endpoints.Count == 1)
            {
                names.ShouldContain(Path.GetFileNameWithoutExtension(file.Path));
            }
        }
    }

    [Fact]
    public void Every_call_of_the_web_UI_is_the_file_of_its_operation()
    {
        var names = Operations.Select(endpoint => WithinWord().Replace(NameOf(endpoint)!, "-").ToLowerInvariant()).ToHashSet();
        var files = House.Files("web/src/features", "*.ts").Where(path => path.Contains("/api/")).ToList();
        files.ShouldNotBeEmpty();
        files.Where(path => !names.Contains(Path.GetFileNameWithoutExtension(path))).ShouldBeEmpty();
    }

    private static IReadOnlyList<Type> PermissionClasses { get; } = [.. House.Contracts.GetExportedTypes().Where(type => type.Name.EndsWith("Permissions", StringComparison.Ordinal))];

    private static IReadOnlyList<PermissionDescription> DescriptionsOf(Type type) =>
        (IReadOnlyList<PermissionDescription>)type.GetProperty("All")!.GetValue(null)!;

    private static IEnumerable<RouteEndpoint> Public => Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<Access>()?.Kind is AccessKind.Public or AccessKind.Holder or AccessKind.Gateway);

    private static Access AccessOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<Access>() ?? throw new InvalidOperationException($"{endpoint.DisplayName} does not say who may call it.");

    private static string? NameOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;

    private static List<RouteEndpoint> ReadEndpoints()
    {
        var folder = Directory.CreateTempSubdirectory("platform-architecture-");
        try
        {
            var app = HostApplication.CreateBuilder([$"--Data:Directory={folder.FullName}", "--Database:Provider=Sqlite"]).Build().Configure();
            return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).Cast<RouteEndpoint>()];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex("(?<!^)(?=[A-Z])")]
    private static partial Regex WithinWord();

    [GeneratedRegex(@"\bstatic\b[^;=]*\bEndpoint\s*\(")]
    private static partial Regex EndpointMethod();
}
