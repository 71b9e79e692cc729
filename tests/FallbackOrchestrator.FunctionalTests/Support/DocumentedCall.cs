using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>A call of the API as the OpenAPI document describes it, with its examples.</summary>
internal sealed partial record DocumentedCall(string Path, string Method, JsonNode Operation, JsonNode Document)
{
    public const string AdminKey = "dev-demo-admin-key";

    private static readonly string[] ByMethod = ["PUT", "POST", "GET"];

    /// <summary>The operation's id.</summary>
    public string Id => Operation["operationId"]!.GetValue<string>();

    /// <summary>The path with the examples of its parameters.</summary>
    public string FilledPath => Parameter().Replace(Path, name => PathParameters[name.Groups[1].Value]!);

    /// <summary>The parameters of the path with their examples; null for one that has none.</summary>
    public IReadOnlyDictionary<string, string?> PathParameters => (Operation["parameters"]?.AsArray() ?? [])
        .Where(parameter => parameter!["in"]!.GetValue<string>() == "path")
        .ToDictionary(parameter => parameter!["name"]!.GetValue<string>(), parameter => parameter!["example"]?.GetValue<string>());

    /// <summary>The examples of its body, by name.</summary>
    public IReadOnlyDictionary<string, JsonNode> Examples => (Body?["examples"]?.AsObject() ?? [])
        .ToDictionary(example => example.Key, example => example.Value!["value"]!);

    /// <summary>What it takes.</summary>
    public JsonNode? Body => Operation["requestBody"]?["content"]?["application/json"];

    /// <summary>
    /// The status with which its examples are answered where nothing but the calls before it happened: ids that the service gave are not
    /// known to a document, and the demo's subaccount is one of the configuration, which no call changes.
    /// </summary>
    public int Expected => this switch
    {
        { Path: var path } when ServersIds().IsMatch(path) => 404,
        { Path: var path, Method: "GET" } when IsOwnSequence(path) => 404,
        { Path: var path } when IsOwnSequence(path) => 403,
        _ => int.Parse(Operation["responses"]!.AsObject().First(response => response.Key[0] == '2').Key, CultureInfo.InvariantCulture),
    };

    private string Key => Path.StartsWith("/api/v1/admin/", StringComparison.Ordinal) ? AdminKey : DemoClient.Key;

    /// <summary>
    /// The calls of customers and operators, in an order in which each finds what it needs: deletions come last, in reverse.
    /// </summary>
    public static IReadOnlyList<DocumentedCall> InOrder(JsonNode document)
    {
        var calls =
            (from path in document["paths"]!.AsObject()
             where path.Key.StartsWith("/api", StringComparison.Ordinal)
             from operation in path.Value!.AsObject()
             select new DocumentedCall(path.Key, operation.Key.ToUpperInvariant(), operation.Value!, document)).ToList();
        return
        [
            .. calls.Where(call => call.Method != "DELETE").OrderBy(call => Array.IndexOf(ByMethod, call.Method)),
            .. calls.Where(call => call.Method == "DELETE").Reverse(),
        ];
    }

    /// <summary>The schema that a reference names, or the schema itself.</summary>
    public JsonNode Resolve(JsonNode schema) =>
        (schema["$ref"] ?? schema["allOf"]?[0]?["$ref"] ?? schema["oneOf"]?[0]?["$ref"])?.GetValue<string>() is { } reference
            ? Document["components"]!["schemas"]![reference.Split('/')[^1]]!
            : schema;

    /// <summary>Makes the call with the demo's key, or the operator's.</summary>
    /// <returns>The status and the body of the response.</returns>
    public async Task<(int Status, string Body)> CallAsync(HttpClient http, JsonNode? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(Method), FilledPath.TrimStart('/'));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static bool IsOwnSequence(string path) =>
        path.StartsWith("/api/v1/subaccounts/{subAccountId}/sequences", StringComparison.Ordinal);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\{(umid|batchId|keyId|id)\}")]
    private static partial Regex ServersIds();
}
