using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace FallbackOrchestrator.Reading;

/// <summary>
/// Validates a body before it is deserialised: reports where it does not have the expected form, and notes what will not be read. It costs
/// one pass over the tokens, and allocates only if there is something to report.
/// </summary>
internal ref struct BodyValidator
{
    private const int Deepest = 32;
    private const int LongestName = 50;
    private const int LongestNumber = 64;
    private const int LargestExponent = 300;

    /// <summary>The most objects and list entries in a body: each needs far more memory than the three bytes of its text.</summary>
    public const int MostParts = 1_000_000;

    private readonly ReadOnlySpan<byte> _json;
    private readonly BodyShape _root;
    private readonly string _list;
    private Utf8JsonReader _reader;
    private Path _path;
    private int _depth;
    private int _parts;
    private BodyNotes? _notes;
    private Problem? _problem;

    private BodyValidator(ReadOnlySpan<byte> json, BodyShape root, string list)
    {
        _json = json;
        _root = root;
        _list = list;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Deepest });
    }

    /// <summary>Checks a body.</summary>
    /// <param name="json">The body, in UTF-8.</param>
    /// <param name="root">The valid form.</param>
    /// <param name="list">The name of the root's list whose entries get their own warnings.</param>
    /// <param name="notes">Notes about what will not be read.</param>
    /// <returns>The mistake in it; null if there is none.</returns>
    public static Problem? Find(ReadOnlySpan<byte> json, BodyShape root, string list, out BodyNotes notes)
    {
        notes = BodyNotes.None;
        if (json.Trim(" \t\r\n"u8).IsEmpty)
            return Wrong("body", $"must be {root.Expected}, and is empty");
        if (!System.Text.Unicode.Utf8.IsValid(json))
            return Wrong("body", $"is not valid UTF-8 (byte {FirstInvalid(json) + 1})");
        var check = new BodyValidator(json, root, list);
        try
        {
            if (!check.Run())
                return check._problem;
        }
        catch (JsonException broken)
        {
            return check.Broken(broken);
        }
        notes = check._notes ?? BodyNotes.None;
        return null;
    }

    private bool Run()
    {
        _reader.Read();
        if (!Value(_root))
            return false;
        _reader.Read(); // Anything after the value is a mistake.
        return true;
    }

    private bool Value(BodyShape shape)
    {
        var token = _reader.TokenType;
        if (token == JsonTokenType.Null && shape.Is != BodyShape.Form.Json)
            return (shape.TakesNull && _depth > 0) || Refuse(shape);
        switch (shape.Is)
        {
            case BodyShape.Form.Object:
                return token == JsonTokenType.StartObject ? Object(shape) : Refuse(shape);
            case BodyShape.Form.Array:
                return token == JsonTokenType.StartArray ? Array(shape) : Refuse(shape);
            case BodyShape.Form.Text:
                return token == JsonTokenType.String ? Text() : Refuse(shape);
            case BodyShape.Form.TextOrObject:
                return token == JsonTokenType.StartObject ? Object(shape.Element!) : token == JsonTokenType.String ? Text() : Refuse(shape);
            case BodyShape.Form.Name:
                return token == JsonTokenType.Number ? Number() : token == JsonTokenType.String ? Text() : Refuse(shape);
            case BodyShape.Form.Truth:
                return token is JsonTokenType.True or JsonTokenType.False || Refuse(shape);
            case BodyShape.Form.Whole:
                return (token == JsonTokenType.Number && _reader.TryGetInt32(out _))
                    || (token == JsonTokenType.String
                        && int.TryParse(_reader.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                    || Refuse(shape);
            case BodyShape.Form.Number:
                return token == JsonTokenType.Number
                    || (token == JsonTokenType.String
                        && double.TryParse(_reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                    || Refuse(shape);
            case BodyShape.Form.Time:
                return token == JsonTokenType.String ? Time(shape) : Refuse(shape);
            case BodyShape.Form.Json:
                return Stored();
            default:
                return token != JsonTokenType.String || Text() ? Skip() : false;
        }
    }

    private bool Object(BodyShape shape)
    {
        ulong seen = 0;
        if (++_parts > MostParts)
            return TooManyParts();
        _depth++;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var index = IndexOf(shape.Fields);
            if (index < 0 && shape.KeepsOthers)
            {
                if (!Other())
                    return false;
                continue;
            }
            if (index < 0)
            {
                if (_reader.ValueIsEscaped && WhyNotStorable() is Storable.HalfCharacter)
                    return RefuseName(Storable.HalfCharacter); // The deserialiser would fail at it.
                var isTold = IsTold(NoteKind.Unread);
                _path[_depth] = new Step(isTold ? NameRead() : "…", -1);
                if (isTold)
                    Note(NoteKind.Unread);
                _reader.Read();
                Skip();
                continue;
            }
            _path[_depth] = new Step(shape.Fields[index].Name, -1);
            if ((seen & (1UL << index)) != 0 && IsTold(NoteKind.Repeated))
                Note(NoteKind.Repeated);
            seen |= 1UL << index;
            _reader.Read();
            if (!Value(shape.Fields[index].Value))
                return false;
        }
        _depth--;
        return true;
    }

    // A field of no known name that is stored unchanged. It counts as a part, because it becomes an object of its own.
    private bool Other()
    {
        if (++_parts > MostParts)
            return TooManyParts();
        if (_reader.ValueIsEscaped && WhyNotStorable() is { } wrong)
            return RefuseName(wrong);
        _path[_depth] = new Step(NameRead(), -1);
        _reader.Read();
        if (Stored())
            return true;
        _problem = _problem! with { NamesUnknownField = true };
        return false;
    }

    private bool Array(BodyShape shape)
    {
        _depth++;
        for (var i = 0; _reader.Read() && _reader.TokenType != JsonTokenType.EndArray; i++)
        {
            _path[_depth] = new Step(null, i);
            if (shape.Most is { } most && i >= most.Count)
            {
                _problem = most.Refusal;
                return false;
            }
            if (++_parts > MostParts)
                return TooManyParts();
            if (!Value(shape.Element!))
                return false;
        }
        _depth--;
        return true;
    }

    private bool Text()
    {
        if (!_reader.ValueIsEscaped)
            return true;
        return WhyNotStorable() is not { } wrong || Refuse(wrong);
    }

    private bool Time(BodyShape shape)
    {
        if (!Text())
            return false;
        if (!TimeText.TryRead(_reader.GetString(), out _, out var hasOffset))
            return Refuse($"must be {shape.Expected}");
        if (!hasOffset && IsTold(NoteKind.TimeWithoutOffset))
            Note(NoteKind.TimeWithoutOffset);
        return true;
    }

    // PostgreSQL's rules for jsonb: https://www.postgresql.org/docs/current/datatype-json.html
    private bool Stored()
    {
        var depth = _reader.CurrentDepth;
        do
        {
            switch (_reader.TokenType)
            {
                case JsonTokenType.PropertyName or JsonTokenType.String when _reader.ValueIsEscaped && WhyNotStorable() is { } wrong:
                    return Refuse(wrong);
                case JsonTokenType.Number when !Number():
                    return false;
                default:
                    break;
            }
        }
        while (!(
            _reader.CurrentDepth == depth
                && _reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName))
            && _reader.Read());
        return true;
    }

    private bool Number() => IsSane(_reader.ValueSpan)
        || Refuse($"holds a number of more than {LongestNumber} characters, or beyond 1e{LargestExponent}");

    private static bool IsSane(ReadOnlySpan<byte> number)
    {
        if (number.Length > LongestNumber)
            return false;
        var at = number.IndexOfAny((byte)'e', (byte)'E');
        return at < 0 || (int.TryParse(number[(at + 1)..], CultureInfo.InvariantCulture, out var exponent)
            && Math.Abs(exponent) <= LargestExponent);
    }

    private bool Skip()
    {
        _reader.Skip();
        return true;
    }

    private readonly string? WhyNotStorable()
    {
        try
        {
            return Storable.WhyNot(_reader.GetString());
        }
        catch (InvalidOperationException)
        {
            return Storable.HalfCharacter; // The bytes are valid, so it is an escape.
        }
    }

    // There are few fields, and usually they are written as they are named.
    private readonly int IndexOf(BodyShape.Field[] fields)
    {
        ReadOnlySpan<byte> name = _reader.ValueSpan;
        if (_reader.ValueIsEscaped)
        {
            if (WhyNotStorable() is not null)
                return -1;
            name = Encoding.UTF8.GetBytes(_reader.GetString()!);
        }
        for (var i = 0; i < fields.Length; i++)
        {
            if (fields[i].Utf8.Length == name.Length && Ascii.EqualsIgnoreCase(fields[i].Utf8, name))
                return i;
        }
        return -1;
    }

    private readonly string NameRead()
    {
        try
        {
            return Storable.Shown(_reader.GetString(), LongestName);
        }
        catch (InvalidOperationException)
        {
            return Storable.Shown(Encoding.UTF8.GetString(_reader.ValueSpan), LongestName);
        }
    }

    // Only the first of many are named; the others cost no text.
    private bool IsTold(NoteKind what) => (_notes ??= new BodyNotes()).Counts(what, Entry);

    private void Note(NoteKind what) => _notes!.Add(what, Field(1), Entry is { } entry ? (entry, Field(3)) : null);

    private readonly int? Entry => _depth > 2 && _path[1].Name == _list && _path[2].Name is null ? _path[2].Index : null;

    private bool TooManyParts()
    {
        _problem = Wrong("body", $"holds more than {MostParts} objects and entries of lists");
        return false;
    }

    private bool RefuseName(string why)
    {
        _path[_depth] = new Step(NameRead(), -1);
        _problem = Wrong(Field(1), $"is a name that {why}") with { NamesUnknownField = true };
        return false;
    }

    private bool Refuse(BodyShape shape) => Refuse($"must be {shape.Expected}, and is {Found(shape)}");

    private bool Refuse(string mend)
    {
        _problem = Wrong(_depth == 0 ? "body" : Field(1), mend);
        return false;
    }

    private readonly string Found(BodyShape shape) => _reader.TokenType switch
    {
        JsonTokenType.Number when shape.Is == BodyShape.Form.Whole => "a number with a point, an exponent or too many digits",
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };

    private Problem Broken(JsonException broken)
    {
        if (_reader.CurrentDepth >= Deepest - 1
            && _json[(int)_reader.BytesConsumed..].TrimStart(" \t\r\n,:"u8) is [(byte)'[' or (byte)'{', ..])
            return Wrong(_depth == 0 ? "body" : Field(1), $"is nested more than {Deepest} levels deep") with { NamesUnknownField = true };
        var where = $"(line {broken.LineNumber + 1}, position {broken.BytePositionInLine + 1})";
        return Wrong("body", BreaksOff() ? $"is not valid JSON: it breaks off {where}" : $"is not valid JSON {where}");
    }

    // Nothing in it is wrong, only its end is missing.
    private readonly bool BreaksOff()
    {
        var reader = new Utf8JsonReader(_json, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = Deepest }));
        try
        {
            while (reader.Read()) { }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Problem Wrong(string field, string mend) => Problems.InvalidParameter(field, mend);

    private readonly string Field(int from)
    {
        var field = new StringBuilder();
        for (var i = from; i <= _depth; i++)
        {
            var step = _path[i];
            if (step.Name is null)
                field.Append('[').Append(step.Index).Append(']');
            else
                field.Append(field.Length > 0 ? "." : "").Append(step.Name);
        }
        return field.ToString();
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
            at += length;
        return at;
    }

    private readonly record struct Step(string? Name, int Index);

    // One more than the depth, because the root has no name.
    [InlineArray(Deepest + 2)]
    private struct Path
    {
        private Step _first;
    }
}
