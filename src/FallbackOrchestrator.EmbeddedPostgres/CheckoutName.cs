using System.Security.Cryptography;
using System.Text;

namespace FallbackOrchestrator.EmbeddedPostgres;

/// <summary>A folder name for the data of one checkout, so that two of them do not share a database unawares.</summary>
internal static class CheckoutName
{
    private const int LongestReadable = 40;

    /// <summary>The checkout's own name, and a part of the hash of its path, which keeps two of one name apart.</summary>
    /// <param name="programFolder">Where the program or its settings are: a folder in the checkout, or any other.</param>
    public static string Of(string programFolder)
    {
        var root = Root(new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(programFolder))));
        var readable = new string(
            [.. root.Name.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.').Take(LongestReadable)]);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root.FullName)).AsSpan(0, 4));
        return readable.Length == 0 ? hash : $"{readable}-{hash}";
    }

    // The folder that was cloned or unpacked; the program is built somewhere below it.
    private static DirectoryInfo Root(DirectoryInfo folder)
    {
        for (var above = folder; above is not null; above = above.Parent)
        {
            if (Path.Exists(Path.Combine(above.FullName, ".git")) || (above.Exists && above.EnumerateFiles("*.sln").Any()))
                return above;
        }
        return folder;
    }
}
