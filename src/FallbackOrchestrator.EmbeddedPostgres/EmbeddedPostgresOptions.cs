using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.EmbeddedPostgres;

/// <summary>
/// Settings of the service's own private PostgreSQL (section <c>EmbeddedPostgres</c>). It is used only where no connection string is set.
/// </summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "EmbeddedPostgres";

    /// <summary>Whether the service may start its own PostgreSQL.</summary>
    /// <value>Unset: yes in Development, no elsewhere.</value>
    public bool? Enabled { get; init; }

    /// <summary>The folder of the database, its password, its log and its locks. It is made on the first run and kept.</summary>
    /// <value>
    /// Unset: <c>postgres</c>, in Development a folder for each checkout, in <c>$XDG_DATA_HOME/fallback-orchestrator</c>
    /// (<c>~/.local/share</c> where that is not set, the local application data on Windows); for root in
    /// <c>/var/lib/fallback-orchestrator</c>, which an unprivileged user can reach. A relative path is one below the folder of the
    /// settings.
    /// </value>
    public string? DataFolder { get; init; }

    /// <summary>
    /// The folder that holds <c>postgres</c>, <c>initdb</c> and <c>pg_ctl</c>, version 15 or later. Where it is set, nothing else is
    /// searched.
    /// </summary>
    /// <value>Unset: the PATH, the usual folders of the operating system, then npm.</value>
    public string? BinariesFolder { get; init; }

    /// <summary>Where binaries fetched by npm are kept, so that they are fetched once.</summary>
    /// <value>
    /// Unset: <c>$XDG_CACHE_HOME/fallback-orchestrator/postgres-binaries</c> (<c>~/.cache</c> where that is not set, the local application
    /// data on Windows); for root <c>/var/cache/fallback-orchestrator/postgres-binaries</c>.
    /// </value>
    public string? NpmCacheFolder { get; init; }

    /// <summary>Whether binaries may be fetched by npm where none are installed.</summary>
    /// <value>On.</value>
    public bool AllowNpm { get; init; } = true;

    /// <summary>
    /// PostgreSQL settings by name (<c>work_mem</c>, <c>16MB</c>); they go over the service's own and are applied when PostgreSQL starts.
    /// </summary>
    /// <value>None.</value>
    public IReadOnlyDictionary<string, string> ExtraSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>For how long a server that ended is started again before the service ends, so that its supervisor acts.</summary>
    /// <value>2 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a program may take to say its version before it is passed over.</summary>
    internal TimeSpan ProgramPatience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Where installed binaries are searched for, in place of the PATH and the usual folders.</summary>
    internal IReadOnlyList<string>? SearchFolders { get; init; }

    /// <summary>Whether installed binaries count; off lets a test see a machine that has none.</summary>
    internal bool SearchInstalled { get; init; } = true;
}
