using System.Globalization;
using System.Text.RegularExpressions;

namespace FallbackOrchestrator.UnitTests.Structure;

/// <summary>Lines are as long as .editorconfig says. Its <c>max_line_length</c> is for editors only: no analyzer reads it.</summary>
public sealed partial class LineLengthTests
{
    [Fact]
    public void No_line_of_code_is_longer_than_the_limit_but_for_texts()
    {
        var limit = int.Parse(Limit().Match(Repository.Read(".editorconfig")).Groups[1].Value, CultureInfo.InvariantCulture);

        var tooLong = new[] { "src", "tests", "samples" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.EndsWith(".Designer.cs", StringComparison.Ordinal) && !file.EndsWith("Snapshot.cs", StringComparison.Ordinal))
            .SelectMany(file => TooLong(file, limit));

        tooLong.Should().BeEmpty();
    }

    // A text is what somebody reads or a wire carries: it is not broken for the reader of the code.
    private static IEnumerable<string> TooLong(string file, int limit)
    {
        var isInText = false;
        foreach (var (number, line) in File.ReadLines(file).Index())
        {
            var marks = line.Split("\"\"\"").Length - 1;
            if (line.Length > limit && !isInText && !line.Contains('"', StringComparison.Ordinal))
                yield return $"{Path.GetRelativePath(Repository.Root, file)}:{number + 1} has {line.Length} characters";
            isInText ^= marks % 2 == 1;
        }
    }

    [GeneratedRegex("max_line_length = ([0-9]+)")]
    private static partial Regex Limit();
}
