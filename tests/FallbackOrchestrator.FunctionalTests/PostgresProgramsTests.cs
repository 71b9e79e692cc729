using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.EmbeddedPostgres;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>Programs that do not run on this machine are passed over, whatever is wrong with them.</summary>
public sealed class PostgresProgramsTests : IAsyncDisposable
{
    private readonly TempDataFolder _folder = new();
    private readonly RecordedLog _log = new();

    public static readonly TheoryData<string> Faults = ["link", "format", "library", "closed", "hangs", "partial", "silent",
        "cannot initialise"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Programs_that_do_not_run_are_skipped_with_a_line_in_the_log(string fault)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the faults are made with Unix links, modes and scripts");
        var (broken, sound) = (Break(fault), (await InstalledPrograms.DemandAsync()).Folder);

        await using var postgres = await EmbeddedPostgresServer.StartAsync(Options(broken, sound), _log);

        _log.Lines.Should().ContainSingle(line => line.Contains($"The programs in {broken} are skipped", StringComparison.Ordinal));
        _log.Lines.Should().Contain(line => line.Contains($"({sound}) started on", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task If_none_is_left_one_message_lists_what_was_tried(string fault)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the faults are made with Unix links, modes and scripts");
        var broken = Break(fault);

        var start = () => EmbeddedPostgresServer.StartAsync(Options(broken), _log);

        (await start.Should().ThrowAsync<EmbeddedPostgresException>()).Which.Message
            .Should().Contain($"tried and passed over: {broken} (").And.Contain("apt-get install postgresql");
    }

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    private EmbeddedPostgresOptions Options(params string[] folders) => _folder.Options with
    {
        SearchFolders = folders,
        AllowNpm = false,
        ProgramPatience = folders.Length == 1 ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(10),
    };

    private string Break(string fault)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "programs")).FullName;
        Open(_folder.Path);
        Open(folder);
        string[] tools = fault == "partial" ? ["postgres"] : ["postgres", "initdb", "pg_ctl"];
        foreach (var tool in tools)
        {
            var path = Path.Combine(folder, tool);
            if (fault == "link")
                File.CreateSymbolicLink(path, $"/nonexistent/{tool}");
            else
                File.WriteAllText(path, Content(fault, tool));
            if (fault is not ("closed" or "link"))
                Open(path);
        }
        return folder;
    }

    private static string Content(string fault, string tool) => fault switch
    {
        "format" => "\u007fELF of another machine",
        "library" =>
            "#!/bin/sh\necho \"error while loading shared libraries: libicu.so.1: cannot open shared object file\" >&2\nexit 127\n",
        "hangs" => "#!/bin/sh\nexec sleep 600\n",
        "silent" => "#!/bin/sh\nexit 0\n",
        "cannot initialise" => $"#!/bin/sh\n[ \"$1\" = --version ] && echo \"{tool} (PostgreSQL) 99.1\" && exit 0\necho \"initdb: error: file postgres.bki does not exist\" >&2\nexit 1\n",
        _ => $"#!/bin/sh\necho \"{tool} (PostgreSQL) 17.1\"\n",
    };

    // PostgreSQL's account has to reach it where the tests run as root.
    private static void Open(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }
}
