using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>Telegram's Bot API: messages to chats, whose ids are digits. Nothing is reported after the response.</summary>
internal sealed class TelegramBotSimulator(ScriptPlayer player, IOptions<SimulatorOptions> options, TimeProvider time) : ISimulatedProvider
{
    private const int LongestText = 4096;
    private const int LongestCaption = 1024;

    private readonly TelegramBotSimulatorOptions _settings = options.Value.TelegramBot;

    public string Name => "telegrambot";

    /// <summary>Handles <c>POST /bot{token}/{method}</c>.</summary>
    public async Task<IResult> TakeAsync(HttpContext http, string bot, string method)
    {
        if (!IsOurs(bot))
            return player.Refuse(this, Error(401, "Unauthorized"));
        using var document = await WireJson.ReadObjectAsync(http.Request);
        if (document?.RootElement is not { } call)
            return player.Refuse(this, Error(400, "Bad Request: object expected as input"));
        var to = call.TryGetProperty("chat_id", out var chat) && chat.ValueKind is JsonValueKind.Number or JsonValueKind.String
            ? chat.ToString() : null;
        if (Fault(call, method, to) is { } fault)
            return player.Refuse(this, fault, SimulatedChannel.Telegram, to);
        var now = time.GetUtcNow();
        return await player.PlayAsync(http, new SimulatedMessage(
            this, SimulatedChannel.Telegram, to!, "", Reference: null,
            (now.ToUnixTimeMilliseconds() & int.MaxValue).ToString(CultureInfo.InvariantCulture), now, ReceiptsTo: null));
    }

    /// <summary>Handles <c>GET /bot{token}/getMe</c>.</summary>
    public IResult Find(string bot) => IsOurs(bot)
        ? new SimulatedResponse(StatusCodes.Status200OK, new
        {
            ok = true,
            result = new { id = 123456789, is_bot = true, first_name = "ACME", username = "acme_bot" },
        })
        : Error(401, "Unauthorized");

    public SimulatedResponse Accept(SimulatedMessage message) => new(StatusCodes.Status200OK, new
    {
        ok = true,
        result = new
        {
            message_id = int.Parse(message.ProviderId, CultureInfo.InvariantCulture),
            from = new { id = 123456789, is_bot = true, first_name = "ACME", username = "acme_bot" },
            chat = new { id = long.Parse(message.To, CultureInfo.InvariantCulture), first_name = "Ann", type = "private" },
            date = message.At.ToUnixTimeSeconds(),
        },
    });

    public SimulatedResponse RefuseUnreachable(SimulatedMessage message) => Error(403, "Forbidden: bot was blocked by the user");

    public SimulatedResponse RefuseBusy(SimulatedMessage message) => SimulatedResponse.Busy(
        new { ok = false, error_code = 429, description = "Too Many Requests: retry after 1", parameters = new { retry_after = 1 } });

    public HttpRequestMessage WriteReceipt(PendingReceipt receipt, DateTimeOffset now) =>
        throw new NotSupportedException("Telegram reports nothing to a bot");

    public bool PostsAgain(PendingReceipt receipt, int? status) => false;

    private bool IsOurs(string bot) => _settings.BotToken.Length > 0 && bot == $"bot{_settings.BotToken}";

    private static SimulatedResponse? Fault(JsonElement call, string method, string? to)
    {
        if (!long.TryParse(to, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            return Error(400, "Bad Request: chat not found");
        if (call.Text("caption") is { Length: > LongestCaption })
            return Error(400, "Bad Request: message caption is too long");
        var isWhole = method switch
        {
            "sendMessage" => call.Text("text") is { Length: <= LongestText },
            "sendPhoto" => IsWeb("photo"),
            "sendAudio" => IsWeb("audio"),
            "sendVideo" => IsWeb("video"),
            "sendDocument" => IsWeb("document"),
            "sendLocation" => IsPlace(),
            "sendVenue" => IsPlace() && call.Text("title") is not null && call.Text("address") is not null,
            _ => (bool?)null,
        };
        return isWhole is null ? Error(404, "Not Found") : isWhole.Value ? null : Error(400, "Bad Request: a parameter is missing or wrong");

        bool IsWeb(string name) => ServiceAddress.TryReadWeb(call.Text(name), out _);

        bool IsPlace() => IsNumber("latitude") && IsNumber("longitude");

        bool IsNumber(string name) => call.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number;
    }

    private static SimulatedResponse Error(int code, string description) => new(code, new { ok = false, error_code = code, description });
}
