using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace FallbackOrchestrator.Channels;

/// <summary>
/// A JSON object of a provider, read member by member. It never throws: a member of another type or form than requested counts as missing,
/// and is noted. So a member without importance never decides whether the rest is read. If no member has exactly the requested name, a name
/// in another case is used; of repeated members the last usable one is used.
/// </summary>
internal sealed class WireObject
{
    // Strangers may nest as deep as they like; the reader does not recurse.
    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = 4096, AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip };

    private readonly JsonElement _json;
    private readonly string _path;
    private readonly UnexpectedMembers _odd;

    private WireObject(JsonElement json, string path, UnexpectedMembers odd) => (_json, _path, _odd) = (json, path, odd);

    /// <summary>The objects of a body: the body itself, or the entries if it is an array.</summary>
    /// <param name="body">The body.</param>
    /// <param name="odd">Collects what is left out.</param>
    /// <returns>Null if the bytes are no JSON, or neither an object nor an array.</returns>
    public static IReadOnlyList<WireObject>? Read(ReadOnlyMemory<byte> body, UnexpectedMembers odd)
    {
        try
        {
            var json = JsonElement.Parse(WithoutMark(body.Span), Lenient);
            return json.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? Objects(json, "", odd) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>True if there is a member of this name that is not null.</summary>
    public bool Has(string name) => Find(name, json => json.ValueKind == JsonValueKind.Null ? null : "", note: false) is not null;

    /// <summary>A text; a number is read as its digits.</summary>
    public string? Text(string name) => Find(name, TextOf);

    /// <summary>A text, and not a number: a number is no id.</summary>
    public string? Id(string name) => Find(name, json => json.ValueKind == JsonValueKind.String ? TextOf(json) : null);

    /// <summary>The texts of an array, and not its numbers; a single text is read as an array of one.</summary>
    public IReadOnlyList<string> Ids(string name) => Find<IReadOnlyList<string>>(name, json => json.ValueKind switch
    {
        JsonValueKind.Array => [.. json.EnumerateArray().Where(IsText).Select(TextOf).OfType<string>()],
        JsonValueKind.String => TextOf(json) is { } one ? [one] : null,
        _ => null,
    }) ?? [];

    /// <summary>A whole number, written as such, with a fraction of zeros, or as text.</summary>
    public int? Whole(string name) => Find(name, json => WholeIn(TextOf(json)) is { } number ? (int?)number : null);

    /// <summary>A number, written as such or as text.</summary>
    public decimal? Number(string name) => Find(name, json => NumberIn(TextOf(json)) is { } number ? (decimal?)number : null);

    /// <summary>A time with its zone: seconds or milliseconds since 1970 as number or text, or a date and a time with an offset.</summary>
    public DateTimeOffset? Time(string name) => Find(name, json => WireTime.TryRead(TextOf(json)));

    /// <summary>An object; of an array of objects, the first.</summary>
    public WireObject? Object(string name) => Objects(name, JsonValueKind.Object) is [var first, ..] ? first : null;

    /// <summary>The objects of an array; a single object is read as an array of one.</summary>
    public IReadOnlyList<WireObject> Objects(string name) => Objects(name, JsonValueKind.Array);

    /// <summary>The objects in a member.</summary>
    /// <param name="name">The member.</param>
    /// <param name="documented">
    /// The form in the provider's documentation: an object or an array. The other form is read too, but noted.
    /// </param>
    public IReadOnlyList<WireObject> Objects(string name, JsonValueKind documented)
    {
        var found = Find(name, json => json.ValueKind is JsonValueKind.Object or JsonValueKind.Array
            ? (IsAsDocumented: json.ValueKind == documented, Objects: Objects(json, PathOf(name), _odd))
            : ((bool IsAsDocumented, List<WireObject> Objects)?)null);
        if (found is { IsAsDocumented: false })
            _odd.Add(PathOf(name));
        return found?.Objects ?? [];
    }

    /// <summary>The whole number in a text; null if it is none.</summary>
    public static int? WholeIn(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number == decimal.Truncate(number) && number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : null;

    /// <summary>The number in a text; null if it is none.</summary>
    public static decimal? NumberIn(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static List<WireObject> Objects(JsonElement json, string path, UnexpectedMembers odd)
    {
        if (json.ValueKind == JsonValueKind.Object)
            return [new WireObject(json, path, odd)];
        var objects = new List<WireObject>(json.GetArrayLength());
        foreach (var entry in json.EnumerateArray())
        {
            if (entry.ValueKind == JsonValueKind.Object)
                objects.Add(new WireObject(entry, $"{path}[]", odd));
            else
                odd.Add($"{path}[]");
        }
        return objects;
    }

    private T? Find<T>(string name, Func<JsonElement, T?> read, bool note = true)
    {
        var (found, present) = Find(name, HasTheName, read);
        if (found is null && !present)
            (found, present) = Find(name, HasTheNameInAnyCase, read);
        if (found is null && present && note)
            _odd.Add(PathOf(name));
        return found;
    }

    // The last usable member is returned.
    private (T? Found, bool Present) Find<T>(string name, Func<JsonProperty, string, bool> isNamed, Func<JsonElement, T?> read)
    {
        var (found, present) = (default(T), false);
        foreach (var member in _json.EnumerateObject())
        {
            if (!isNamed(member, name))
                continue;
            if (read(member.Value) is { } usable)
                found = usable;
            present |= member.Value.ValueKind != JsonValueKind.Null;
        }
        return (found, present);
    }

    // A receipt arrives for each status of each attempt, so no text is allocated for names that nobody asks for.
    private static bool HasTheName(JsonProperty member, string name)
    {
        try
        {
            return member.NameEquals(name);
        }
        catch (InvalidOperationException) // Half of a surrogate pair.
        {
            return false;
        }
    }

    private static bool HasTheNameInAnyCase(JsonProperty member, string name) =>
        Ascii.EqualsIgnoreCase(JsonMarshal.GetRawUtf8PropertyName(member), name);

    private static bool IsText(JsonElement json) => json.ValueKind == JsonValueKind.String;

    private string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private static string? TextOf(JsonElement json)
    {
        try
        {
            return json.ValueKind switch
            {
                JsonValueKind.String => json.GetString(),
                JsonValueKind.Number => json.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException) // Bytes that are not UTF-8, or half of a surrogate pair.
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> body) =>
        body.StartsWith("\uFEFF"u8) ? body["\uFEFF"u8.Length..] : body;
}
