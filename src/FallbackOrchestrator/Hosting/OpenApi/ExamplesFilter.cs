using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace FallbackOrchestrator.Hosting.OpenApi;

/// <summary>Fills in the examples of <see cref="RequestExamples"/>, so that a first try needs only the key.</summary>
internal sealed class ExamplesFilter(IOptions<JsonOptions> json) : IDocumentFilter
{
    private const string Json = "application/json";
    private const string AdminPath = "/api/v1/admin/";
    private const string Demo = "demo";
    private const string DemoPath = $"/api/v1/subaccounts/{Demo}/";

    // Ids that come from an earlier response: these have the right form, but they do not exist.
    private static readonly Dictionary<string, string> Ids = new()
    {
        ["umid"] = $"{ResponseExamples.Umid}",
        ["batchId"] = $"{ResponseExamples.Batch}",
        ["keyId"] = "0123456789abcdef",
        ["provider"] = "meta",
        ["account"] = "whatsapp-demo",
    };

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var operations =
            (from path in swaggerDoc.Paths
             from operation in path.Value.Operations ?? []
             orderby path.Key.Count(character => character == '{') // /messages/export is no umid.
             select (Path: path.Key, Method: operation.Key.Method, Operation: operation.Value)).ToList();
        foreach (var example in RequestExamples.All)
        {
            // If no admin key is configured, there are no management calls.
            foreach (var (path, method, operation) in operations.Where(one => example.Match(one.Method, one.Path) is not null).Take(1))
            {
                AddBody(operation, example);
                FillPath(operation, path, example.Match(method, path)!);
            }
        }
        foreach (var (path, _, operation) in operations)
        {
            FillPath(operation, path, Ids);
            AddResponses(operation, path);
        }
    }

    private static void AddBody(OpenApiOperation operation, RequestExample example)
    {
        if (!example.HasWholeBody || operation.RequestBody?.Content?[Json] is not OpenApiMediaType body)
            return;
        var examples = body.Examples ??= new Dictionary<string, IOpenApiExample>();
        // The file's requests for the subaccount that it creates cannot be sent for the demo.
        if (examples.Count > 0 && !example.Path.StartsWith(DemoPath, StringComparison.Ordinal))
            return;
        examples.Add(
            (examples.Count + 1).ToString(CultureInfo.InvariantCulture),
            new OpenApiExample { Summary = example.Title, Value = JsonNode.Parse(example.Body) });
    }

    private void AddResponses(OpenApiOperation operation, string path)
    {
        foreach (var (status, response) in operation.Responses ?? [])
        {
            if (response.Content?.TryGetValue(Json, out var media) != true || media is not OpenApiMediaType body)
                continue;
            var code = int.Parse(status, CultureInfo.InvariantCulture);
            object? example = code < 400
                ? ResponseExamples.Successes.GetValueOrDefault(operation.OperationId ?? "")
                : ResponseExamples.Error(code, operation.Tags?.First().Name ?? "", path) is { } problem ? ResponseExamples.Body(problem) : null;
            if (example is not null)
                body.Example = JsonSerializer.SerializeToNode(example, json.Value.SerializerOptions);
        }
    }

    private static void FillPath(OpenApiOperation operation, string path, IReadOnlyDictionary<string, string> values)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            if (parameter is { In: ParameterLocation.Path, Example: null, Name: { } name }
                && values.TryGetValue(name, out var value) && !RequestExample.IsReference(value))
            {
                // The demo's key opens the demo, but not the subaccount that the file creates.
                parameter.Example = name == "subAccountId" && !path.StartsWith(AdminPath, StringComparison.Ordinal) ? Demo : value;
            }
        }
    }
}
