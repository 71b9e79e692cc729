using FallbackOrchestrator.Simulator;

namespace FallbackOrchestrator.Hosting.Commands;

/// <summary>The commands of the program. Without one, the service runs. Settings follow the command, as <c>--Name=value</c>.</summary>
internal static class CommandLine
{
    /// <summary>The exit code of a command line that cannot be understood.</summary>
    private const int Misuse = 2;

    private const string Known =
        """
        There is no command '{0}'. Without a command the service runs. The commands are:
          doctor     checks the settings, the database and the way to the providers, and says what to correct
          migrate    brings the database up to date, and ends
          health     asks a running service whether it is ready; the exit code is 0 if it is
          simulator  runs the simulated providers of Development alone
        """;

    /// <summary>Runs a command; returns the exit code.</summary>
    public static Task<int> RunAsync(string[] args) => args switch
    {
        ["simulator", .. var rest] => SimulatorHost.RunAsync(rest),
        ["doctor", .. var rest] => Doctor.RunAsync(rest, Console.Out),
        ["migrate", .. var rest] => MigrateCommand.RunAsync(rest, Console.Out, Console.Error),
        ["health", .. var rest] => HealthCommand.RunAsync(rest, Console.Out),
        // A misspelt command must not start a service.
        [var other, ..] when char.IsAsciiLetter(other[0]) && !other.Contains('=', StringComparison.Ordinal) => MisuseAsync(other),
        _ => OrchestratorHost.RunAsync(args),
    };

    private static async Task<int> MisuseAsync(string command)
    {
        await Console.Error.WriteLineAsync(Known.Replace("{0}", command, StringComparison.Ordinal));
        return Misuse;
    }
}
