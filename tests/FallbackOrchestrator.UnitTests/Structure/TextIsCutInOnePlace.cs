using System.Text.RegularExpressions;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.UnitTests.Structure;

/// <summary>
/// A cut such as <c>text[..n]</c> may split a surrogate pair, and what is left cannot be stored. Texts are cut by <see cref="StoredText"/>;
/// cuts of spans, of texts of digits, and at a place that was found in the text are listed here, each with its reason.
/// </summary>
public sealed partial class TextIsCutInOnePlace
{
    private static readonly Dictionary<string, string> KnownCuts = new()
    {
        ["text[..at] + Gone"] = "at the beginning of a quote that was found, never inside a pair",
        ["decoded[..length]"] = "bytes",
        ["pattern[..star]"] = "at a star that was found",
        ["text[..length], encoding"] = "SmsText counts whole runes",
        ["Value[..^4]"] = "digits",
        ["national[..^significant.Length]"] = "digits",
        ["digits[..length]"] = "a span of digits",
        ["digits[..2]"] = "a span of digits",
        ["clock = clock[.."] = "a span of a time, at a sign or a point that was found",
        ["InvariantCulture)[..12]"] = "hexadecimal digits",
        ["utf8[..Encoding.UTF8.GetBytes(key, utf8)]"] = "bytes",
    };

    [Fact]
    public void No_text_is_cut_elsewhere()
    {
        var source = Path.Combine(Repository.Root, "src");

        var cuts = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => File.ReadLines(file).Select(line => (File: Path.GetRelativePath(source, file), Line: line.Trim())))
            .Where(one => Cut().IsMatch(one.Line) && !one.Line.StartsWith("//", StringComparison.Ordinal))
            .Where(one => !KnownCuts.Keys.Any(known => one.Line.Contains(known, StringComparison.Ordinal)))
            .Select(one => $"{one.File}: {one.Line}");

        cuts.Should().BeEmpty("StoredText.Of cuts texts; a cut of something else is listed above with its reason");
    }

    [Fact]
    public void The_test_finds_a_cut() => Cut().IsMatch("answer[..Math.Min(answer.Length, 500)]").Should().BeTrue();

    [GeneratedRegex(@"[\w)\]?!]\[(0|\^?\d+)?\.\.(?!\])[^ \]]|\.Substring\(|\.Remove\(\d")]
    private static partial Regex Cut();
}
