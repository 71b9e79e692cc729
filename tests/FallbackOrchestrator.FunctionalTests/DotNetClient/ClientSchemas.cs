using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using FallbackOrchestrator.Client;

namespace FallbackOrchestrator.FunctionalTests.DotNetClient;

/// <summary>Compares types of the client with schemas of the OpenAPI document.</summary>
internal sealed class ClientSchemas(JsonNode document)
{
    private static readonly NullabilityInfoContext Nullability = new();

    private readonly HashSet<string> _sent = [.. Reached(document, operation => operation["requestBody"])];

    /// <summary>The fields of a schema.</summary>
    public IEnumerable<string> FieldsOf(string schema) => Properties(schema).Select(property => property.Key);

    /// <summary>The fields of a type in JSON, but for those that are ignored and those without a type.</summary>
    public static IEnumerable<JsonPropertyInfo> FieldsOf(JsonTypeInfo type) =>
        type.Properties.Where(property => !property.IsExtensionData && (property.Get ?? (object?)property.Set) is not null);

    /// <summary>The names that a field may have.</summary>
    public IReadOnlyList<string> NamesOf(string schema, string field) => NamesOf(Properties(schema)[field]!)!;

    /// <summary>The schemas that the calls of customers name, but for the parts of one of them.</summary>
    public IEnumerable<string> SchemasOfCustomers(string leave) => Reached(document, operation => operation, leave)
        .Where(schema => !(document["components"]!["schemas"]![schema]!["enum"] is not null));

    /// <summary>In which ways a type differs from a schema.</summary>
    /// <param name="type">The type.</param>
    /// <param name="schema">The name of the schema.</param>
    /// <param name="isPart">True if the type has only some of its fields.</param>
    public IEnumerable<string> Differences(JsonTypeInfo type, string schema, bool isPart = false)
    {
        if (document["components"]!["schemas"]![schema] is not { } described)
            return [$"{type.Type.Name}: the document has no schema {schema}"];
        var fields = described["properties"]!.AsObject();
        var required = (described["required"]?.AsArray() ?? []).Select(name => name!.GetValue<string>()).ToHashSet();
        var properties = FieldsOf(type).ToDictionary(property => property.Name);
        return fields.Select(field => field.Key).Except(isPart ? fields.Select(field => field.Key) : properties.Keys)
            .Select(name => $"{type.Type.Name} lacks {schema}.{name}")
            .Concat(properties.Keys.Except(fields.Select(field => field.Key)).Select(name => $"{schema} lacks {type.Type.Name}.{name}"))
            .Concat(properties.Values.Where(property => fields.ContainsKey(property.Name)).SelectMany(property =>
                Differences(property, fields[property.Name]!, required.Contains(property.Name), isSent: _sent.Contains(schema))
                    .Select(difference => $"{type.Type.Name}.{property.Name} {difference}")));
    }

    /// <summary>In which ways a type differs from one of the service.</summary>
    public static IEnumerable<string> Differences(JsonTypeInfo type, JsonTypeInfo own)
    {
        var properties = FieldsOf(type).ToDictionary(property => property.Name);
        var fields = FieldsOf(own).ToDictionary(property => property.Name);
        return fields.Keys.Except(properties.Keys).Select(name => $"{type.Type.Name} lacks {name}")
            .Concat(properties.Keys.Except(fields.Keys).Select(name => $"{own.Type.Name} lacks {name}"))
            .Concat(properties.Keys.Intersect(fields.Keys)
                .Where(name => !IsNullable(properties[name]) && IsNullable(fields[name]))
                .Select(name => $"{type.Type.Name}.{name} must be nullable"));
    }

    private IEnumerable<string> Differences(JsonPropertyInfo property, JsonNode schema, bool isRequired, bool isSent)
    {
        if (isRequired && IsNullable(property))
            yield return "must not be nullable: it is required";
        // A request may demand more than the service does; a response may not.
        var mayBeMissing = !isRequired && (schema["nullable"]?.GetValue<bool>() == true || schema["$ref"] is not null);
        if (!isSent && mayBeMissing && !IsNullable(property) && NamesOf(schema) is null)
            yield return "must be nullable: it may be missing";
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var entries = EntryOf(type);
        if ((schema["type"]?.GetValue<string>() == "array") != (entries is not null))
            yield return "is a list in one of the two";
        var (value, described) = entries is null ? (type, schema) : (entries, schema["items"]!);
        if (NamesOf(described) is { } names)
        {
            var known = ClientNamesOf(value);
            if (known is null ? names.Length > 1 && !IsTypeOfContent(property) : !names.All(known.Contains))
                yield return $"does not know all of {string.Join(", ", names)}";
            if (isSent && known is not null && !known.All(names.Contains))
                yield return $"has more names than {string.Join(", ", names)}";
        }
        else if (!Fits(value, described))
        {
            yield return $"is {value.Name}, which is not {described.ToJsonString()}";
        }
    }

    // The names of a closed set; the document writes those of lists, and those that are no identifiers, as a pattern.
    private string[]? NamesOf(JsonNode schema) =>
        Resolve(schema) is var resolved && resolved["enum"] is { } names ? [.. names.AsArray().Select(name => name!.GetValue<string>())]
        : resolved["pattern"]?.GetValue<string>() is { } pattern ? pattern[2..^2].Split('|')
        : null;

    private JsonNode Resolve(JsonNode schema) => schema["$ref"]?.GetValue<string>() is { } reference
        ? document["components"]!["schemas"]![reference.Split('/')[^1]]! : schema;

    private JsonObject Properties(string schema) => document["components"]!["schemas"]![schema]!["properties"]!.AsObject();

    // Names that the document does not list, such as those of a timeline's detail, may be an enum of the client.
    private static bool Fits(Type type, JsonNode schema) => (schema["type"]?.GetValue<string>(), schema["format"]?.GetValue<string>()) switch
    {
        ("string", "uuid") => type == typeof(Guid),
        ("string", "date-time") => type == typeof(DateTimeOffset),
        ("string", "date") => type == typeof(DateOnly),
        ("string", _) => type == typeof(string) || type.IsEnum || type == typeof(Guid),
        ("integer", "int64") => type == typeof(long),
        ("integer", _) => type == typeof(int),
        ("number", _) => type == typeof(double),
        ("boolean", _) => type == typeof(bool),
        ("object", _) when schema["additionalProperties"] is JsonObject values => type.IsGenericType
            && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)
            && type.GetGenericArguments()[0] == typeof(string) && Fits(type.GetGenericArguments()[1], values),
        (null, _) => schema["$ref"] is not null ? type.Assembly == typeof(FallbackClient).Assembly : type == typeof(JsonElement),
        _ => false,
    };

    private static bool IsTypeOfContent(JsonPropertyInfo property) => property.Name == "type"
        && property.DeclaringType.GetProperty("Content") is not null;

    private static IReadOnlyList<string>? ClientNamesOf(Type type) => !type.IsEnum ? null
        : [.. (IEnumerable<string>)typeof(NameConverter<>).MakeGenericType(type).GetProperty("Names")!.GetValue(null)!];

    private static Type? EntryOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static bool IsNullable(JsonPropertyInfo property) =>
        Nullability.Create((PropertyInfo)property.AttributeProvider!).ReadState == NullabilityState.Nullable;

    private static HashSet<string> Reached(JsonNode document, Func<JsonNode, JsonNode?> part, string? leave = null)
    {
        var reached = new HashSet<string>();
        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            if (!path.StartsWith("/api/", StringComparison.Ordinal) || path.StartsWith("/api/v1/admin/", StringComparison.Ordinal))
                continue;
            foreach (var (_, operation) in operations!.AsObject())
                Follow(part(operation!));
        }
        return reached;

        void Follow(JsonNode? node)
        {
            if (node is JsonArray list)
            {
                foreach (var entry in list)
                    Follow(entry);
            }
            else if (node is JsonObject fields)
            {
                foreach (var (name, value) in fields)
                {
                    if (name != "$ref")
                        Follow(value);
                    else if (value!.GetValue<string>().Split('/')[^1] is var schema && reached.Add(schema) && schema != leave)
                        Follow(document["components"]!["schemas"]![schema]);
                }
            }
        }
    }
}
