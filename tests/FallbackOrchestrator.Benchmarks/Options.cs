using System.Globalization;

namespace FallbackOrchestrator.Benchmarks;

/// <summary>The options of a run.</summary>
internal sealed record Options
{
    public const string Usage =
        """
        dotnet run -c Release --project tests/FallbackOrchestrator.Benchmarks -- SCENARIO [OPTION...]

        Scenarios: accept, batch, deadlines, lifecycle, steps, growth, startup, fair, statistics; all; micro (what follows goes to BenchmarkDotNet)

          --quick            a smoke run: short and small; the figures mean little
          --runs N           repeats each scenario and quotes the worst and the median (1)
          --seconds N        how long a load lasts (10; lifecycle 60)
          --connections N    connections of the accepting load (128)
          --only NAME        ours, limit, hangfire or wolverine; may be given several times
          --rate N           messages a second of the lifecycle (the highest of 400, 800, 1200 and 1600 that is sustained)
          --stored N         messages that growth and statistics store first (10000000)
          --pending N        windows that growth leaves open (1000000)
          --folder PATH      where the database is made (the folder of temporary files)
          --output PATH      where the JSON goes (artifacts/benchmarks)
          --markdown FILE    appends the tables to a file, as Markdown
        """;

    public required string Scenario { get; init; }
    public bool Quick { get; init; }
    public int Runs { get; init; } = 1;
    public int? Seconds { get; init; }
    public int Connections { get; init; } = 128;
    public IReadOnlyList<string> Only { get; init; } = [];
    public int? Rate { get; init; }
    public long? Stored { get; init; }
    public long? Pending { get; init; }
    public string? Folder { get; init; }
    public string Output { get; init; } = DefaultOutput;
    public string? Markdown { get; init; }

    /// <summary>How long a load lasts, where a whole run takes so many seconds.</summary>
    public TimeSpan Duration(int usual) => TimeSpan.FromSeconds(Seconds ?? (Quick ? Math.Max(2, usual / 5) : usual));

    /// <summary>One number for a whole run, another one for a quick one.</summary>
    public int Scale(int usual, int quick) => Quick ? quick : usual;

    public bool Includes(string subject) => Only.Count == 0 || Only.Contains(subject);

    /// <exception cref="ArgumentException">An option is not known, or its value is missing or wrong.</exception>
    public static Options Parse(string[] args)
    {
        var options = new Options { Scenario = args.Length > 0 ? args[0] : throw new ArgumentException("name a scenario") };
        for (var i = 1; i < args.Length; i++)
        {
            var name = args[i];
            string Value() => ++i < args.Length ? args[i] : throw new ArgumentException($"{name} needs a value");
            int Number() => int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
                ? number
                : throw new ArgumentException($"{name} needs a whole number above 0");
            options = name switch
            {
                "--quick" => options with { Quick = true },
                "--runs" => options with { Runs = Number() },
                "--seconds" => options with { Seconds = Number() },
                "--connections" => options with { Connections = Number() },
                "--only" => options with { Only = [.. options.Only, Value()] },
                "--rate" => options with { Rate = Number() },
                "--stored" => options with { Stored = Number() },
                "--pending" => options with { Pending = Number() },
                "--folder" => options with { Folder = Value() },
                "--output" => options with { Output = Value() },
                "--markdown" => options with { Markdown = Value() },
                _ => throw new ArgumentException($"{name} is not an option"),
            };
        }
        return options;
    }

    /// <summary>The folder of the solution, which this program was built in, wherever the command was given.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Where results go: beside the solution's other artifacts.</summary>
    public static string DefaultOutput { get; } = Path.Combine(Repository, "artifacts", "benchmarks");

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FallbackOrchestrator.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} holds FallbackOrchestrator.sln");
    }
}
