using System.CommandLine;
using System.Data.Common;
using Microsoft.Extensions.Options;
using Platform.Kernel.Data;

namespace Platform.Host.Commands;

/// <summary>What the program can be told to do: nothing said means serve.</summary>
internal static class HostCommands
{
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            return await Describe(args).Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception failure) when (failure is ConfigurationException or DatabaseInUseException or AddressInUseException)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
        catch (DbException failure)
        {
            await Console.Error.WriteLineAsync($"The database did not do as it was asked: {failure.Message.ReplaceLineEndings(" ")}");
            return 1;
        }
        catch (OptionsValidationException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }

    private static RootCommand Describe(string[] args)
    {
        var root = new RootCommand("Platform: organizations, people, roles and API tokens, and whether a token is good. Settings are given as --Section:Name=value or in the environment as Section__Name.");
        root.SetAction((_, cancellationToken) => Serve.RunAsync(args, cancellationToken));
        root.TreatUnmatchedTokensAsErrors = false;

        var migrate = new Command("migrate", "Bring the database to this version, then stop");
        migrate.SetAction((_, cancellationToken) => Migrate.RunAsync(args, cancellationToken));
        migrate.TreatUnmatchedTokensAsErrors = false;
        root.Subcommands.Add(migrate);
        root.Subcommands.Add(Seed.Describe(args));
        root.Subcommands.Add(CopyTo.Describe(args));
        root.Subcommands.Add(OperatorReset.Describe(args));
        root.Subcommands.Add(AuditVerify.Describe(args));
        return root;
    }
}

/// <summary>Another program listens where the host should. The message is fit for the console.</summary>
internal sealed class AddressInUseException(string message, Exception inner) : Exception(message, inner);
