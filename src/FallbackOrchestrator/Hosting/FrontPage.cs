using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Hosting.OpenApi;
using FallbackOrchestrator.Hosting.Telemetry;
using FallbackOrchestrator.Simulator;
using FallbackOrchestrator.WebConsole;
using Microsoft.Net.Http.Headers;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// <c>GET /</c>: names the service and its links, as a page, or as JSON if a program asks for it. In Development it also has the demo's
/// keys and a command to paste.
/// </summary>
internal static class FrontPage
{
    private static readonly string Template = Read();

    // The page contains its only style sheet; the policy allows this one by its hash, and nothing else.
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{HashOfStyle()}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapFrontPage(this WebApplication app)
    {
        var places = Places(app);
        var demo = Demo.Of(app.Configuration, app.Environment);
        app.MapGet("/", (HttpContext http) => Show(http, places, demo))
            .AllowAnonymous()
            .ExcludeFromDescription();
    }

    private static IResult Show(HttpContext http, IReadOnlyList<Place> places, Demo? demo)
    {
        var address = $"{http.Request.Scheme}://{http.Request.Host}";
        http.Response.Headers.Vary = HeaderNames.Accept;
        http.Response.Headers.CacheControl = "no-store";
        if (WantsJson(http.Request))
            return Results.Json(View(places, demo, address), FrontPageJson.Readable.FrontPageView);
        http.Response.Headers.ContentSecurityPolicy = Policy;
        return Results.Text(Page(places, demo, address), "text/html; charset=utf-8");
    }

    // The page is for browsers, and for programs without an Accept header, such as curl.
    private static bool WantsJson(HttpRequest request) =>
        request.GetTypedHeaders().Accept
            .OrderByDescending(accepted => accepted.Quality ?? 1)
            .Select(accepted => accepted.MediaType.Value)
            .FirstOrDefault(type => type is "application/json" or "text/html" or "*/*") == "application/json";

    private static List<Place> Places(WebApplication app)
    {
        var places = new List<Place>();
        if (WebConsoleSetup.IsEnabled(app.Configuration))
            places.Add(new Place("console", "Console", WebConsoleSetup.Path));
        if (OpenApiSetup.IsShown(app))
        {
            places.Add(new Place("swagger", "Swagger UI", OpenApiSetup.Path));
            places.Add(new Place("openApi", "OpenAPI document", $"{OpenApiSetup.Path}/v1/swagger.json"));
        }
        if (Jobs.HasDashboard(app))
            places.Add(new Place("hangfire", "Hangfire dashboard", Jobs.DashboardPath));
        if (MetricsPage.Exists(app.Configuration, app.Environment))
            places.Add(new Place("metrics", "Metrics for Prometheus", MetricsPage.Path));
        if (app.Environment.IsDevelopment())
            places.Add(new Place("simulator", "Calls to the simulated providers", SimulatorEndpoints.CallsPath));
        places.Add(new Place("ready", "Ready", Health.ReadyPath));
        places.Add(new Place("live", "Alive", Health.LivePath));
        return places;
    }

    private static FrontPageView View(IReadOnlyList<Place> places, Demo? demo, string address) => new(
        "Fallback Orchestrator",
        ServiceVersion.Text,
        places.Prepend(new Place("api", "API", "/api/v1")).ToDictionary(place => place.Name, place => place.Path),
        demo is null ? null : new DemoView(demo.AccountId, demo.SubaccountId, demo.Key, demo.AdminKey, demo.SendCommand(address)));

    private static string Page(IReadOnlyList<Place> places, Demo? demo, string address) => Template
        .Replace("{{version}}", Text(ServiceVersion.Text), StringComparison.Ordinal)
        .Replace("{{links}}", string.Join('\n', places.Select(Row)), StringComparison.Ordinal)
        .Replace("{{demo}}", demo is null ? "" : Try(demo, address), StringComparison.Ordinal);

    private static string Row(Place place) => $"""<dt>{Text(place.Label)}</dt><dd><a href="{Text(place.Path)}">{Text(place.Path)}</a></dd>""";

    private static string Try(Demo demo, string address) =>
        $"""
        <h2>Try it</h2>
        <dl>
        <dt>Account</dt><dd><code>{Text(demo.AccountId)}</code></dd>
        <dt>Subaccount</dt><dd><code>{Text(demo.SubaccountId)}</code></dd>
        <dt>API key</dt><dd><code>{Text(demo.Key)}</code></dd>
        {(demo.AdminKey is { } admin ? $"<dt>Admin key</dt><dd><code>{Text(admin)}</code></dd>" : "")}
        </dl>
        <p>This message falls back from WhatsApp to Viber to SMS in four seconds:</p>
        <pre>{Text(demo.SendCommand(address))}</pre>
        <p>Then, with the <code>umid</code> of the response, see what happened and why:</p>
        <pre>{Text(demo.TimelineCommand(address))}</pre>
        """;

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Read()
    {
        using var page = typeof(FrontPage).Assembly.GetManifestResourceStream("FrontPage.html")!;
        using var reader = new StreamReader(page, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static string HashOfStyle()
    {
        const string Begin = "<style>";
        var from = Template.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var style = Template[from..Template.IndexOf("</style>", StringComparison.Ordinal)];
        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
    }

    /// <summary>A link of the page.</summary>
    private sealed record Place(string Name, string Label, string Path);
}

/// <summary>The response of <c>GET /</c> to a program.</summary>
/// <param name="Name">The product.</param>
/// <param name="Version">Its version.</param>
/// <param name="Links">The links, by name.</param>
/// <param name="Demo">In Development: the data for a first message.</param>
internal sealed record FrontPageView(string Name, string Version, IReadOnlyDictionary<string, string> Links, DemoView? Demo);

/// <summary>The data for a first message.</summary>
internal sealed record DemoView(string AccountId, string SubAccountId, string Key, string? AdminKey, string Command);

[JsonSerializable(typeof(FrontPageView))]
internal sealed partial class FrontPageJson : JsonSerializerContext
{
    /// <summary>For people too: indented, and without escapes for the quotation marks of the command.</summary>
    public static readonly FrontPageJson Readable = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    });
}
