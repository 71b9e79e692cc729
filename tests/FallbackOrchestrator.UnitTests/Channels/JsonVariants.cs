using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FallbackOrchestrator.UnitTests.Channels;

/// <summary>A provider's JSON with one thing in it that is not as documented.</summary>
internal static partial class JsonVariants
{
    private static readonly string[] Values =
    [
        "null", "true", "7", "-1.5", "131049.0", "1e400", "99999999999999999999", "\"\"", "\"x\"", "\"1300\"", "\"\\ud800\"",
        "\"a\\u0000b\"",
        "\"2026-11-23T10:00:05\"", "\"1767366245.5\"", "1767366245123", "[]", "[null]", "[7,\"x\",[],{}]", "{}", "{\"a\":{\"b\":[1]}}",
        string.Concat(Enumerable.Repeat("[{\"x\":", 100)) + "1" + string.Concat(Enumerable.Repeat("}]", 100)),
    ];

    private static readonly string[] UnexpectedEntries = ["null", "7", "\"x\"", "[]", "[[]]", "{}", "{\"a\":null}", "true"];

    /// <summary>
    /// Every way to spoil a member that does not decide: any other form, absence, other letters, a repetition; and members that nobody
    /// knows.
    /// </summary>
    /// <param name="genuine">JSON as the provider documents it.</param>
    /// <param name="deciding">The paths of the members that decide; what they stand in is left alone too.</param>
    public static IEnumerable<(string What, string Json)> Of(string genuine, IReadOnlyCollection<string> deciding)
    {
        yield return ("as it is", genuine);
        yield return ("with a byte order mark", "\uFEFF" + genuine);
        foreach (var place in Places(genuine).Where(place => !deciding.Any(path => IsIn(path, place.Path))))
        {
            foreach (var value in Values)
                yield return (
                    $"{place.Path} is {value[..Math.Min(value.Length, 40)]}", With(genuine, place, _ => $"\"{place.Name}\":{value}"));
            yield return ($"{place.Path} is missing", With(genuine, place, _ => null));
            yield return ($"{place.Path} is there twice", With(genuine, place, member => $"\"{place.Name}\":7,{member}"));
            yield return ($"{place.Path} is there again", With(genuine, place, member => $"{member},\"{place.Name}\":[]"));
        }
        foreach (var place in Places(genuine))
        {
            yield return (
                $"{place.Path} in capitals",
                    With(genuine, place,
                        member => member.Replace($"\"{place.Name}\"", $"\"{place.Name.ToUpperInvariant()}\"", StringComparison.Ordinal)));
            yield return (
                $"something beside {place.Path}",
                    With(genuine, place, member => $"\"something_new\":{{\"status\":[null]}},{member},\"x\":1"));
        }
    }

    /// <summary>With an odd entry before and behind those of each of its arrays.</summary>
    public static IEnumerable<(string What, string Json)> WithOddEntries(string genuine) =>
        from array in ArrayStart().Matches(genuine)
        from entry in UnexpectedEntries
        select ($"{entry} in the array at {array.Index}", genuine.Insert(array.Index + array.Length, $"{entry},"));

    private static bool IsIn(string path, string container) =>
        path == container || path.StartsWith($"{container}.", StringComparison.Ordinal)
            || path.StartsWith($"{container}[]", StringComparison.Ordinal);

    // Members are written anew as raw text, for a JsonNode holds neither repetitions nor what is no text.
    private static string With(string genuine, Place place, Func<string, string?> change)
    {
        const string Mark = "\"\u0001\":0";
        var root = JsonNode.Parse(genuine)!;
        var holder = place.Holder(root);
        var member = $"\"{place.Name}\":{holder[place.Name]?.ToJsonString() ?? "null"}";
        var at = holder.IndexOf(place.Name);
        holder.RemoveAt(at);
        holder.Insert(at, "\u0001", JsonNode.Parse("0"));
        var text = root.ToJsonString(Unescaped).Replace("\"\\u0001\":0", Mark, StringComparison.Ordinal);
        return change(member) is { } changed
            ? text.Replace(Mark, changed, StringComparison.Ordinal)
            : text.Replace($"{Mark},", "", StringComparison.Ordinal).Replace(
                $",{Mark}", "", StringComparison.Ordinal).Replace(Mark, "", StringComparison.Ordinal);
    }

    private static IEnumerable<Place> Places(string genuine) => Places(JsonNode.Parse(genuine)!, "", root => root);

    private static IEnumerable<Place> Places(JsonNode node, string path, Func<JsonNode, JsonNode> reach)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    var own = path.Length == 0 ? name : $"{path}.{name}";
                    yield return new Place(own, name, root => reach(root).AsObject());
                    foreach (var place in value is null ? [] : Places(value, own, root => reach(root)[name]!))
                        yield return place;
                }
                break;
            case JsonArray { Count: > 0 } entries:
                foreach (var place in Places(entries[0]!, $"{path}[]", root => reach(root)[0]!))
                    yield return place;
                break;
        }
    }

    private static readonly JsonSerializerOptions Unescaped =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [GeneratedRegex(@"(?<=:)\[(?=\{)")]
    private static partial Regex ArrayStart();

    private sealed record Place(string Path, string Name, Func<JsonNode, JsonObject> Holder);
}
