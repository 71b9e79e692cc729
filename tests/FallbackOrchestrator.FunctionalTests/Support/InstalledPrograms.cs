using FallbackOrchestrator.EmbeddedPostgres;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>The PostgreSQL programs that are installed on this machine and run.</summary>
internal static class InstalledPrograms
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task<IReadOnlyList<PostgresBinaries>> FindAsync()
    {
        var found = new List<PostgresBinaries>();
        foreach (var folder in InstalledBinaries.Folders())
        {
            if (await PostgresBinaries.InspectAsync(folder, account: null, Patience, TimeProvider.System,
                CancellationToken.None) is Inspection.Runs runs)
                found.Add(runs.Binaries);
        }
        return found;
    }

    /// <summary>The first of them; skips the test where there is none.</summary>
    public static async Task<PostgresBinaries> DemandAsync()
    {
        var found = await FindAsync();
        Assert.SkipUnless(found.Count > 0, "no PostgreSQL is installed");
        return found[0];
    }
}
