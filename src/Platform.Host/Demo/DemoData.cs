using System.Text.Json;
using MediatR;
using Platform.Contracts.Tenancy;

namespace Platform.Host.Demo;

/// <summary>
/// Two sample organizations to look around in, made through the API itself on the first start. What was made is kept beside
/// the database, so that every later start can show it again. For trying out only: the passwords are known to everyone.
/// </summary>
internal static class DemoData
{
    public const string OperatorEmail = "operator@demo.example";
    public const string Password = "demo-password";

    public static bool IsEnabled(IConfiguration configuration) => configuration.GetValue<bool>("Demo:Enabled");

    /// <exception cref="ConfigurationException">The demo's operator could do nothing.</exception>
    public static void CheckSettings(IConfiguration configuration)
    {
        if (IsEnabled(configuration) && configuration.GetValue("Operators:RequireMfa", true))
        {
            throw new ConfigurationException("Demo:Enabled needs Operators:RequireMfa=false: the demo's operator has a password that everyone knows, and no second factor.");
        }
    }

    /// <summary>What the console shows once the host serves.</summary>
    public static async Task<IReadOnlyList<string>> DescribeAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var address = AddressOf(app);
        if (!IsEnabled(app.Configuration))
        {
            await using var scope = app.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new GetSetupCode(), cancellationToken) is { } code
                ? [$"Platform serves on {address}", $"It is empty: open that address to set it up, with the one-time code {code}"]
                : [$"Platform serves on {address}"];
        }

        var file = new FileInfo(Path.Combine(app.Configuration["Data:Directory"] ?? "data", "demo.json"));
        if (!file.Exists && await DemoBuilder.BuildAsync(address, cancellationToken) is { } made)
        {
            Directory.CreateDirectory(file.DirectoryName!);
            await using var stream = new FileStream(file.FullName, Options());
            await JsonSerializer.SerializeAsync(stream, made, cancellationToken: cancellationToken);
        }

        file.Refresh();
        if (!file.Exists)
        {
            return [$"Platform serves on {address}", "This database holds data already, so no demo data was made."];
        }

        await using var content = file.OpenRead();
        return Describe(address, (await JsonSerializer.DeserializeAsync<DemoAccess>(content, cancellationToken: cancellationToken))!);
    }

    private static List<string> Describe(string address, DemoAccess access) =>
    [
        "",
        $"Platform serves on {address}",
        "",
        $"Sign in with the password {Password} as",
        .. access.SignIns.Select(signIn => $"  {signIn.Email,-34} {signIn.What}"),
        "",
        "Call the API with a token of the demo's:",
        $"  curl -H 'Authorization: Bearer {access.TokenSecret}' -H 'Organization-ID: {access.Organization}' {address}/api/v1/me",
        "",
    ];

    /// <summary>An address that a browser on this machine can open.</summary>
    private static string AddressOf(WebApplication app)
    {
        var url = app.Urls.FirstOrDefault() ?? "http://localhost:8080";
        foreach (var any in (ReadOnlySpan<string>)["0.0.0.0", "[::]", "+", "*"])
        {
            url = url.Replace($"//{any}", "//localhost", StringComparison.Ordinal);
        }

        return url.TrimEnd('/');
    }

    /// <summary>The file holds a working token: nobody else on the machine may read it.</summary>
    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}

/// <summary>Who can sign in, and the one token whose secret the demo keeps.</summary>
internal sealed record DemoAccess(IReadOnlyList<DemoSignIn> SignIns, string Organization, string TokenSecret);

internal sealed record DemoSignIn(string Email, string What);
