using System.Collections.Concurrent;
using FallbackOrchestrator.Simulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FallbackOrchestrator.UnitTests.Simulator;

/// <summary>What a fake provider posted to the service.</summary>
/// <param name="Path">The path and the query, as called.</param>
/// <param name="Header">Looks a header up; empty where it is missing.</param>
/// <param name="Body">The raw body.</param>
/// <param name="At">When it came, on the test's clock.</param>
internal sealed record PostedReceipt(string Path, Func<string, string> Header, byte[] Body, DateTimeOffset At);

/// <summary>
/// The fake providers and a listener in the service's place, each on a loopback port of its own, under a clock that the test moves.
/// </summary>
internal sealed class SimulatorWorld : IAsyncDisposable
{
    public const string PhoneNumberId = "106540352242922";
    public const string AppSecret = "app-secret-1";
    public const string AccessToken = "meta-token";
    public const string SignatureSecret = "signature-secret-1-at-least-32-bytes-long!!";
    public const string AccountSid = "AC00000000000000000000000000000001";
    public const string AuthToken = "12345";
    public const string ClientToken = "SJENCPGJESMGUFPY";
    public const string ClientEmail = "rbm@acme.iam.gserviceaccount.com";
    public const string TelegramToken = "telegram-token-1";
    public const string LineToken = "line-token-1";
    public const string LineSecret = "line-secret-1";

    public const string PageToken = "page-token-1";

    private readonly ConcurrentQueue<PostedReceipt> _posted = new();
    private WebApplication _simulator = null!;
    private WebApplication _service = null!;

    public static DateTimeOffset Start { get; } = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    public FakeTimeProvider Time { get; } = new(Start);

    /// <summary>Calls the fake providers.</summary>
    public HttpClient Http { get; } = new();

    /// <summary>The service's base address.</summary>
    public Uri Service { get; private set; } = null!;

    public IReadOnlyList<PostedReceipt> Posted => [.. _posted];

    public ReceiptScheduler Receipts => _simulator.Services.GetRequiredService<ReceiptScheduler>();

    public CallLog Log => _simulator.Services.GetRequiredService<CallLog>();

    /// <summary>How the service responses a receipt; null breaks the connection.</summary>
    public Func<PostedReceipt, int?> Respond { get; set; } = _ => 200;

    public static async Task<SimulatorWorld> StartAsync(params (string Name, string? Value)[] settings)
    {
        var world = new SimulatorWorld();
        await world.StartServiceAsync();
        world._simulator = SimulatorHost.Create([], AppContext.BaseDirectory, builder =>
        {
            OnLoopback(builder);
            builder.Services.AddSingleton<TimeProvider>(world.Time);
            foreach (var (name, value) in world.Settings().Concat(settings))
                builder.Configuration[$"Simulator:{name}"] = value;
        });
        await world._simulator.StartAsync();
        world.Http.BaseAddress = new Uri(world._simulator.Urls.Single());
        return world;
    }

    /// <summary>Moves the clock to each receipt in turn until none waits.</summary>
    public async Task PlayToTheEndAsync()
    {
        while (Receipts.NextDueAt is { } next)
        {
            Time.Advance(next - Time.GetUtcNow());
            await Receipts.WhenIdleAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _simulator.DisposeAsync();
        await _service.DisposeAsync();
    }

    private static void OnLoopback(WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
    }

    private async Task StartServiceAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        OnLoopback(builder);
        _service = builder.Build();
        _service.MapMethods("/{**path}", ["GET", "POST"], async (HttpContext http) =>
        {
            var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var headers = http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            var receipt = new PostedReceipt(
                http.Request.Path + http.Request.QueryString, name => headers.GetValueOrDefault(name, ""), body.ToArray(),
                Time.GetUtcNow());
            _posted.Enqueue(receipt);
            if (Respond(receipt) is { } status)
                http.Response.StatusCode = status;
            else
                http.Abort();
        });
        await _service.StartAsync();
        Service = new Uri(_service.Urls.Single());
    }

    private (string Name, string? Value)[] Settings() =>
    [
        ("ReceiptsTo", Service.AbsoluteUri),
        ($"Meta:Accounts:{PhoneNumberId}", "main-whatsapp"),
        ("Meta:AppSecret", AppSecret),
        ("Meta:AccessToken", AccessToken),
        ("Vonage:Account", "main-viber"),
        ("Vonage:SignatureSecret", SignatureSecret),
        ("Vonage:ApiKey", "a1b2c3d"),
        ("Vonage:ApiSecret", "vonage-secret"),
        ("Twilio:AccountSid", AccountSid),
        ("Twilio:AuthToken", AuthToken),
        ("Kannel:Username", "shop"),
        ("Kannel:Password", "kannel-password"),
        ("EightByEight:SubAccountId", "shop"),
        ("EightByEight:ApiToken", "8x8-key-1"),
        ("Google:Agents:acme_agent", "main-rcs"),
        ("Google:ClientToken", ClientToken),
        ("Google:ClientEmail", ClientEmail),
        ("Google:PublicKey", PublicKey()),
        ("Telegram:AccessToken", TelegramToken),
        ("Line:AccessToken", LineToken),
        ("Line:ChannelSecret", LineSecret),
        ("Line:Account", "main-line"),
        ("Zalo:AppId", "123456789"),
        ("Zalo:AccessToken", "zalo-token-1"),
        ("Zalo:OaSecretKey", "oa-secret"),
        ("Zalo:Account", "main-zalo"),
        ("Messenger:AppSecret", AppSecret),
        ("Messenger:AccessToken", PageToken),
        ("TelegramBot:BotToken", "1:bot-token"),
        ("Viber:AuthToken", "viber-token-1"),
        ("Viber:Account", "main-bot"),
        ("Messenger:Pages:1:Account", "main-facebook"),
        ("Messenger:Pages:2:Account", "main-instagram"),
        ("Messenger:Pages:2:InstagramAccountId", "17841405822304914"),
    ];

    private static string PublicKey()
    {
        using var key = System.Security.Cryptography.RSA.Create();
        key.ImportFromPem(FallbackOrchestrator.Hosting.DevelopmentKey.Pem);
        return key.ExportSubjectPublicKeyInfoPem();
    }
}
