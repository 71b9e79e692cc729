using System.Buffers;
using System.Text;
using FallbackOrchestrator.Benchmarks.Load;

namespace FallbackOrchestrator.Benchmarks.Endpoints;

/// <summary>
/// Both endpoints of a message: the provider that accepts every call at once (Meta's API for the first step, Twilio's for the second), and
/// the customer's endpoint. In the load generator's process, and as cheap as Kestrel goes: it reads what it needs by searching the bytes.
/// </summary>
internal sealed class Provider : IAsyncDisposable
{
    private static readonly byte[] Done = [];

    private readonly WebApplication _app;
    private Ledger _ledger = new(capacity: 1);
    private ReceiptPoster? _poster;
    private LaterReceipts _then;

    private Provider(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>Meta's API as the service is to call it.</summary>
    public Uri Meta => new(Address, "/meta");

    /// <summary>Twilio's API, likewise.</summary>
    public Uri Twilio => new(Address, "/twilio");

    /// <summary>The address for the customer's status updates.</summary>
    public Uri Customer => new(Address, "/customer");

    /// <summary>The id that Meta's end gives a message.</summary>
    public static string IdOf(string reference) => $"wamid.{reference}";

    public static async Task<Provider> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var provider = new Provider(app);
        app.Run(provider.TakeAsync);
        await app.StartAsync();
        return provider;
    }

    /// <summary>From now on keeps what happens in this ledger, and posts these receipts for every message that it accepts.</summary>
    public void Begin(Ledger ledger, LaterReceipts then = LaterReceipts.Nothing, ReceiptPoster? poster = null) =>
        (_ledger, _then, _poster) = (ledger, then, poster);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        var reader = http.Request.BodyReader;
        var read = await reader.ReadAtLeastAsync((int)(http.Request.ContentLength ?? 0));
        var body = read.Buffer.IsSingleSegment ? read.Buffer.First : read.Buffer.ToArray();
        var response = Respond(http, body.Span);
        reader.AdvanceTo(read.Buffer.End);
        http.Response.ContentLength = response.Length;
        if (response.Length > 0)
            await http.Response.BodyWriter.WriteAsync(response);
    }

    private byte[] Respond(HttpContext http, ReadOnlySpan<byte> body)
    {
        var number = SendTemplate.NumberIn(body) ?? throw new BenchmarkFailedException($"no number in {Encoding.UTF8.GetString(body)}");
        var path = http.Request.Path.Value!;
        if (path.StartsWith("/customer", StringComparison.Ordinal))
        {
            _ledger.Reported(number, isLast: body.IndexOf("\"state\":\"read\""u8) >= 0);
            return Done;
        }
        if (path.StartsWith("/twilio", StringComparison.Ordinal))
        {
            var sid = Between(body, "ref%3D"u8)[..32];
            _ledger.Called(number, step: 2);
            http.Response.StatusCode = StatusCodes.Status201Created;
            return Encoding.ASCII.GetBytes($$"""{"sid":"SM{{sid}}","status":"queued"}""");
        }
        var reference = Between(body, "\"biz_opaque_callback_data\":\""u8);
        _ledger.Called(number, step: 1);
        _poster?.Schedule(reference, number, _then);
        return Encoding.ASCII.GetBytes($$"""{"messaging_product":"whatsapp","messages":[{"id":"{{IdOf(reference)}}"}]}""");
    }

    // Our reference: 32 digits, a hyphen, and the step, which here is one digit.
    private static string Between(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name) =>
        Encoding.ASCII.GetString(body.Slice(body.IndexOf(name) + name.Length, 34));
}
