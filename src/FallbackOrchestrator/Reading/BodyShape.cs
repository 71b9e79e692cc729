using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FallbackOrchestrator.Reading;

/// <summary>The valid form of a body, or of a part of one; made once for each type, from System.Text.Json's metadata.</summary>
internal sealed class BodyShape
{
    /// <summary>The kinds of value.</summary>
    public enum Form
    {
        Object,
        Array,
        Text,
        TextOrObject,

        /// <summary>A name of a closed set, or its number.</summary>
        Name,
        Whole,
        Number,
        Truth,
        Time,

        /// <summary>JSON that is stored unchanged.</summary>
        Json,

        /// <summary>Any value; the field's own rule checks it.</summary>
        Any,
    }

    /// <summary>One field of an object.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Utf8">The name's bytes.</param>
    /// <param name="Value">The form of its value.</param>
    public sealed record Field(string Name, byte[] Utf8, BodyShape Value);

    /// <summary>The kind of value.</summary>
    public Form Is { get; private set; }

    /// <summary>True if <c>null</c> is accepted, as if it were left out.</summary>
    public bool TakesNull { get; private set; } = true;

    /// <summary>The fields of an object.</summary>
    public Field[] Fields { get; private set; } = [];

    /// <summary>True if an object also keeps fields of other names, unchanged.</summary>
    public bool KeepsOthers { get; private set; }

    /// <summary>The entries of an array; or, for a text that may be given as an object, that object.</summary>
    public BodyShape? Element { get; private set; }

    /// <summary>The most entries of an array, if that is limited.</summary>
    public MostEntriesAttribute? Most { get; private set; }

    /// <summary>The expected form, for messages to people.</summary>
    public string Expected => Is switch
    {
        Form.Object => "an object",
        Form.Array when Element!.Is == Form.Object => "an array of objects",
        Form.Array when Element!.Is == Form.Text => "an array of texts",
        Form.Array => "an array",
        Form.Text => "a text (in quotes)",
        Form.TextOrObject => "a text (in quotes), or an object that holds it as 'text'",
        Form.Name => "a name (in quotes) or its number",
        Form.Whole => "a whole number",
        Form.Number => "a number",
        Form.Truth => "true or false",
        Form.Time => TimeText.Form,
        _ => "a value",
    };

    /// <summary>The shape of a type.</summary>
    public static BodyShape Of(Type type, JsonSerializerOptions options) => Of(type, null, options, []);

    private static BodyShape Of(Type type, object? converter, JsonSerializerOptions options, Dictionary<Type, BodyShape> made)
    {
        if (converter is ITakesAnyValue)
            return new BodyShape { Is = Form.Any };
        if (converter is NameOrNumber)
            return new BodyShape { Is = Form.Name };
        if (converter is ITakesTextOrObject either)
            return new BodyShape { Is = Form.TextOrObject, Element = Of(either.ObjectType, null, options, made) };
        var value = Nullable.GetUnderlyingType(type) ?? type;
        var takesNull = !type.IsValueType || value != type || converter is ITakesNull;
        if (Plain(value) is { } plain)
            return new BodyShape { Is = plain, TakesNull = takesNull };
        if (made.TryGetValue(value, out var known))
            return known;
        var info = options.GetTypeInfo(value);
        var shape = new BodyShape { TakesNull = takesNull };
        made.Add(value, shape); // Added before its parts, because a type may contain itself.
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object:
                shape.Is = Form.Object;
                shape.KeepsOthers = info.Properties.Any(property => property.IsExtensionData);
                shape.Fields =
                    [.. info.Properties.Where(property => !property.IsExtensionData
                        && (property.Set is not null || property.AssociatedParameter is not null)).Select(
                        property =>
                    new Field(property.Name, Encoding.UTF8.GetBytes(property.Name), Of(property, options, made)))];
                break;
            case JsonTypeInfoKind.Enumerable:
                shape.Is = Form.Array;
                shape.Element = Of(info.ElementType!, null, options, made);
                break;
            default:
                shape.Is = Form.Any;
                break;
        }
        return shape;
    }

    private static BodyShape Of(JsonPropertyInfo property, JsonSerializerOptions options, Dictionary<Type, BodyShape> made)
    {
        var shape = Of(property.PropertyType, property.CustomConverter, options, made);
        return property.AttributeProvider?.GetCustomAttributes(typeof(MostEntriesAttribute), inherit: true) is [MostEntriesAttribute most]
            ? new BodyShape { Is = shape.Is, TakesNull = shape.TakesNull, Fields = shape.Fields, Element = shape.Element, Most = most,
                KeepsOthers = shape.KeepsOthers }
            : shape;
    }

    private static Form? Plain(Type type) =>
        type == typeof(string) || type.IsEnum || type == typeof(Guid) ? Form.Text
        : type == typeof(DateTimeOffset) ? Form.Time
        : type == typeof(bool) ? Form.Truth
        : type == typeof(int) || type == typeof(long) ? Form.Whole
        : type == typeof(double) || type == typeof(decimal) ? Form.Number
        : type == typeof(JsonElement) ? Form.Json
        : null;
}
