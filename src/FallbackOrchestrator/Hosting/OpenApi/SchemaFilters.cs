using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Sending;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace FallbackOrchestrator.Hosting.OpenApi;

/// <summary>Unknown fields are ignored, in requests as in responses: a newer service may add some.</summary>
internal sealed class OpenObjectsFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is OpenApiSchema known)
            known.AdditionalPropertiesAllowed = true;
    }
}

/// <summary>
/// Lists the names of closed sets: <see cref="OneOfAttribute"/>, <see cref="NameOrNumber"/>. Entries of lists, and names that are no
/// identifiers, get a pattern instead of an enum: C# clients that NSwag generates for System.Text.Json write such an enum as a number, or
/// cannot read it.
/// </summary>
internal sealed partial class ClosedSetsFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.MemberInfo is not { } member || NamesOf(member) is not { } names || schema is not OpenApiSchema known)
            return;
        if (known.Items is OpenApiSchema entry)
            entry.Pattern = PatternOf(names);
        else if (names.All(Identifier().IsMatch))
            known.Enum = [.. names.Select(name => JsonValue.Create(name))];
        else
            known.Pattern = PatternOf(names);
    }

    /// <summary>The names that a property may be; null if they are no closed set.</summary>
    public static IReadOnlyList<string>? NamesOf(MemberInfo property) =>
        property.GetCustomAttribute<OneOfAttribute>()?.Names
        ?? (property.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType is { } type && type.IsSubclassOf(typeof(NameOrNumber))
            ? ((NameOrNumber)Activator.CreateInstance(type)!).Names
            : null);

    private static string PatternOf(IEnumerable<string> names) => $"^({string.Join('|', names)})$";

    [GeneratedRegex(@"\A[A-Za-z]\w*\z")]
    private static partial Regex Identifier();
}

/// <summary>
/// A message of a batch need not have what the batch's template has. In C# it has the same type as a message that is sent alone.
/// </summary>
internal sealed class BatchedRequestFilter : IDocumentFilter
{
    private const string Name = "BatchedRequest";

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        if (swaggerDoc.Components?.Schemas is not { } schemas
            || schemas[nameof(BatchRequest)].Properties?["messages"] is not OpenApiSchema messages)
        {
            throw new InvalidOperationException("the batch's messages are not described");
        }
        var batched = (OpenApiSchema)schemas[nameof(SendRequest)].CreateShallowCopy();
        batched.Description = "A message of a batch. What it lacks is taken from the batch's template.";
        var optional = batched.Required?.Where(field => field != "user").ToList() ?? [];
        batched.Required = new HashSet<string> { "user" };
        batched.Properties = batched.Properties!.ToDictionary(
            property => property.Key, property => optional.Contains(property.Key) ? Nullable(property.Value) : property.Value);
        schemas[Name] = batched;
        messages.Items = new OpenApiSchemaReference(Name, swaggerDoc);
    }

    private static IOpenApiSchema Nullable(IOpenApiSchema schema)
    {
        if (schema.CreateShallowCopy() is not OpenApiSchema copy)
            return schema;
        copy.Type |= JsonSchemaType.Null;
        return copy;
    }
}
