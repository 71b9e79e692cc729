namespace FallbackOrchestrator.Hosting.Settings;

/// <summary>Finds the probable meaning of a mistyped name.</summary>
internal static class ClosestName
{
    private const int MostSlips = 2;
    private const int ShortestName = 4; // Shorter names are all close to each other.

    /// <summary>The known name that differs by at most two letters; null if there is none.</summary>
    public static string? Of(string name, IEnumerable<string> known) => name.Length < ShortestName
        ? null
        : known.Select(candidate => (candidate, Slips: Slips(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Where(pair => pair.Slips <= MostSlips)
            .OrderBy(pair => pair.Slips)
            .Select(pair => pair.candidate)
            .FirstOrDefault();

    // Levenshtein's distance: letters that are missing, added or changed.
    private static int Slips(string one, string other)
    {
        var before = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var row = new int[other.Length + 1];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
                row[j] = Math.Min(Math.Min(row[j - 1], before[j]) + 1, before[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
            before = row;
        }
        return before[^1];
    }
}
