namespace FallbackOrchestrator.Hosting.Commands;

/// <summary>The commands of the program. Without one, the service runs. Settings follow the command, as <c>--Name=value</c>.</summary>
internal static class CommandLine
{
    /// <summary>The exit code of a command line that cannot be understood.</summary>
    private const int Misuse = 2;

    private const string Known =
        """
        Without a command the service runs. The commands are:
          doctor       checks the settings, the database and the connections to the providers, and says what to correct
          migrate      brings the database up to date, and ends
          health       asks a running service whether it is ready; the exit code is 0 if it is
          keys create  creates an API key: --subaccounts=a,b --scopes=messages:send,messages:read [--name=text]
          simulator    runs the simulated providers of Development alone
        """;

    /// <summary>Runs a command, or the service; returns the exit code.</summary>
    public static Task<int> RunAsync(string[] args) => args switch
    {
        ["doctor", .. var settings] => RunAsync("doctor", Doctor.RunAsync, settings),
        ["migrate", .. var settings] => RunAsync("migrate", MigrateCommand.RunAsync, settings),
        ["health", .. var settings] => RunAsync("health", HealthCommand.RunAsync, settings),
        ["keys", "create", .. var settings] => RunAsync("keys create", KeysCommand.CreateAsync, settings),
        ["simulator", .. var settings] => RunAsync("simulator", SimulatorCommand.RunAsync, settings),
        // A misspelt command must not start a service.
        [{ Length: > 0 } other, ..] when char.IsAsciiLetter(other[0]) && !other.Contains('=', StringComparison.Ordinal) =>
            MisuseAsync(other),
        _ => OrchestratorHost.RunAsync(args),
    };

    private static async Task<int> RunAsync(string name, Func<string[], TextWriter, Task<int>> command, string[] settings)
    {
        try
        {
            return await command(settings, Console.Out);
        }
        catch (Exception failure) when (StartupError.Sentence(failure) is { } sentence)
        {
            await Console.Error.WriteLineAsync($"The command {name} cannot run:{Environment.NewLine}{sentence}");
            return 1;
        }
    }

    private static async Task<int> MisuseAsync(string command)
    {
        await Console.Error.WriteLineAsync($"There is no command '{command}'. {Known}");
        return Misuse;
    }
}
