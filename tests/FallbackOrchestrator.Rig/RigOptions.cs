using System.Globalization;

namespace FallbackOrchestrator.Rig;

/// <summary>The options of a run.</summary>
internal sealed record RigOptions
{
    public const string Usage =
        "the options are --seconds N (90), --rate N (40 Sends a second), --crashes N (20), --kills N (0; of one of its processes), --pauses N "
        + "(0; 10 s each), and --upgrade-from PATH (the FallbackOrchestrator.dll of an earlier version, which is replaced under load; without "
        + "crashes)";

    public int Seconds { get; private init; } = 90;
    public int Rate { get; private init; } = 40;
    public int Crashes { get; private init; } = 20;
    public int Kills { get; private init; }
    public int Pauses { get; private init; }

    /// <summary>The program with which the replicas begin; null for the one that was built with the rig.</summary>
    public string? UpgradeFrom { get; private init; }

    /// <exception cref="ArgumentException">An option is not known, or its value is missing or wrong.</exception>
    public static RigOptions Parse(string[] args)
    {
        var options = new RigOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : throw new ArgumentException($"{args[i]} needs a value");
            options = args[i] switch
            {
                "--seconds" => options with { Seconds = Number(args[i], value) },
                "--rate" => options with { Rate = Number(args[i], value) },
                "--crashes" => options with { Crashes = Number(args[i], value) },
                "--kills" => options with { Kills = Number(args[i], value) },
                "--pauses" => options with { Pauses = Number(args[i], value) },
                "--upgrade-from" when File.Exists(value) => options with { UpgradeFrom = value, Crashes = 0 },
                "--upgrade-from" => throw new ArgumentException($"there is no file {value}"),
                _ => throw new ArgumentException($"{args[i]} is not an option"),
            };
        }
        return options;
    }

    private static int Number(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : throw new ArgumentException($"{name} needs a whole number");
}
