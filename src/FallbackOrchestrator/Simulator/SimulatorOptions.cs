using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>
/// The settings of the simulated providers, from the section <c>Simulator</c>. Credentials have no default: they repeat those of the
/// account.
/// </summary>
internal sealed record SimulatorOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Simulator";

    private static readonly TimeSpan[] UsualRetries = [.. new[] { 1, 2, 4, 8, 16, 30 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <summary>The time from the response to the first receipt, and from each receipt to the next.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ReceiptGap { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The additional delay of the receipts of a number with the digit 6.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan LateReceipts { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The service's base address, for receipts of calls that name no address. In the service's own process it may be left out: then the
    /// address on which it listens is used.
    /// </summary>
    public Uri? ReceiptsTo { get; init; }

    /// <summary>
    /// The pauses between the tries to post a receipt that the service did not accept; the last one is repeated. Default 1, 2, 4, 8, 16, 30
    /// s.
    /// </summary>
    // Null and not the default itself, because the configuration binder adds to a list that exists already.
    public IReadOnlyList<TimeSpan>? RetryAfter { get; init; }

    /// <summary>The time after its event for which a receipt is retried.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The time limit for the service's response to a receipt, including the connection.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan ReceiptPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The number of receipts that are posted at the same time.</summary>
    [Range(1, 1024)]
    public int Posters { get; init; } = 64;

    /// <summary>The number of calls, receipts and messages that are kept; beyond that the oldest are dropped.</summary>
    [Range(1, 10_000_000)]
    public int Remembered { get; init; } = 100_000;

    /// <summary>The simulated Graph API.</summary>
    [ValidateObjectMembers]
    public MetaSimulatorOptions Meta { get; init; } = new();

    /// <summary>The simulated Messages API of Vonage.</summary>
    [ValidateObjectMembers]
    public VonageSimulatorOptions Vonage { get; init; } = new();

    /// <summary>The simulated Twilio.</summary>
    [ValidateObjectMembers]
    public TwilioSimulatorOptions Twilio { get; init; } = new();

    /// <summary>The simulated Kannel.</summary>
    [ValidateObjectMembers]
    public KannelSimulatorOptions Kannel { get; init; } = new();

    /// <summary>The simulated SMS API of 8x8.</summary>
    [ValidateObjectMembers]
    public EightByEightSimulatorOptions EightByEight { get; init; } = new();

    /// <summary>The simulated RCS for Business of Google.</summary>
    [ValidateObjectMembers]
    public GoogleSimulatorOptions Google { get; init; } = new();

    /// <summary>The simulated Telegram Gateway.</summary>
    [ValidateObjectMembers]
    public TelegramSimulatorOptions Telegram { get; init; } = new();

    /// <summary>The simulated LINE.</summary>
    [ValidateObjectMembers]
    public LineSimulatorOptions Line { get; init; } = new();

    /// <summary>The simulated Zalo.</summary>
    [ValidateObjectMembers]
    public ZaloSimulatorOptions Zalo { get; init; } = new();

    /// <summary>The simulated Messenger Platform of Meta.</summary>
    [ValidateObjectMembers]
    public MessengerSimulatorOptions Messenger { get; init; } = new();

    /// <summary>The simulated REST API of Viber, for bots.</summary>
    [ValidateObjectMembers]
    public ViberSimulatorOptions Viber { get; init; } = new();

    /// <summary>The simulated Bot API of Telegram.</summary>
    [ValidateObjectMembers]
    public TelegramBotSimulatorOptions TelegramBot { get; init; } = new();

    /// <summary>The pause before try number <paramref name="tries"/> + 1.</summary>
    public TimeSpan PauseAfter(int tries)
    {
        var pauses = RetryAfter is { Count: > 0 } set ? set : UsualRetries;
        return pauses[Math.Min(tries, pauses.Count) - 1];
    }
}

/// <summary>Meta's data about its customer.</summary>
internal sealed record MetaSimulatorOptions
{
    /// <summary>
    /// Our accounts by their phone number id; receipts go to <c>/webhooks/meta/{account}</c>. Other phone number ids do not exist.
    /// </summary>
    public Dictionary<string, string> Accounts { get; init; } = [];

    /// <summary>The app secret, with which receipts are signed.</summary>
    [Required]
    public string AppSecret { get; init; } = "";

    /// <summary>The token that calls must carry. If it is left out, any token is accepted.</summary>
    public string? AccessToken { get; init; }
}

/// <summary>Vonage's data about its customer.</summary>
internal sealed record VonageSimulatorOptions
{
    /// <summary>Our account, whose webhook is called if a call contains no <c>webhook_url</c>.</summary>
    public string? Account { get; init; }

    /// <summary>The signature secret, with which receipts are signed.</summary>
    [Required]
    public string SignatureSecret { get; init; } = "";

    /// <summary>The API key: the claim in signed receipts, and the name in Basic authentication.</summary>
    [Required]
    public string ApiKey { get; init; } = "";

    /// <summary>The secret that calls with Basic authentication must carry. If it is left out, any secret is accepted.</summary>
    public string? ApiSecret { get; init; }
}

/// <summary>Twilio's data about its customer.</summary>
internal sealed record TwilioSimulatorOptions
{
    /// <summary>The account's sid: in the path, and the name in Basic authentication.</summary>
    [Required]
    public string AccountSid { get; init; } = "";

    /// <summary>The secret of Basic authentication, with which receipts are also signed.</summary>
    [Required]
    public string AuthToken { get; init; } = "";
}

/// <summary>Kannel's data about its user. Without them every call is refused: the demo has no account at Kannel.</summary>
internal sealed record KannelSimulatorOptions
{
    /// <summary>The user's name.</summary>
    public string Username { get; init; } = "";

    /// <summary>The user's password.</summary>
    public string Password { get; init; } = "";
}

/// <summary>8x8's data about a subaccount of its SMS API. Without them every call is refused: the demo has no account there.</summary>
internal sealed record EightByEightSimulatorOptions
{
    /// <summary>The subaccount.</summary>
    public string SubAccountId { get; init; } = "";

    /// <summary>The API key that calls must carry.</summary>
    public string ApiToken { get; init; } = "";
}

/// <summary>Google's data about its customer. Without them every call is refused.</summary>
internal sealed record GoogleSimulatorOptions
{
    /// <summary>
    /// Our account by the agent's id; its events go to <c>/webhooks/google/{account}</c>. Several agents may have one webhook.
    /// </summary>
    public Dictionary<string, string> Agents { get; init; } = [];

    /// <summary>The client token of the webhooks, with which events are signed.</summary>
    public string ClientToken { get; init; } = "";

    /// <summary>The address of the service account.</summary>
    public string ClientEmail { get; init; } = "";

    /// <summary>The public key of the service account, in PEM.</summary>
    public string PublicKey { get; init; } = "";
}

/// <summary>Telegram Gateway's data about its account. Without it every call is refused: the demo has no account there.</summary>
internal sealed record TelegramSimulatorOptions
{
    /// <summary>The account's token.</summary>
    public string AccessToken { get; init; } = "";
}

/// <summary>LINE's data about a Messaging API channel. Without them every call is refused: the demo has no account there.</summary>
internal sealed record LineSimulatorOptions
{
    /// <summary>The channel access token.</summary>
    public string AccessToken { get; init; } = "";

    /// <summary>The channel secret, with which webhooks are signed.</summary>
    public string ChannelSecret { get; init; } = "";

    /// <summary>Our account whose webhook is called: <c>/webhooks/line/{account}</c>. If it is left out, none is.</summary>
    public string? Account { get; init; }
}

/// <summary>Zalo's data about an app and its Official Account. Without them every call is refused: the demo has no account there.</summary>
internal sealed record ZaloSimulatorOptions
{
    /// <summary>The app's id.</summary>
    public string AppId { get; init; } = "";

    /// <summary>The access token that calls must carry, if tokens are not refreshed.</summary>
    public string AccessToken { get; init; } = "";

    /// <summary>The first refresh token; if it is left out, tokens are not refreshed.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The app's secret key, which requests for a token must carry.</summary>
    public string AppSecretKey { get; init; } = "";

    /// <summary>The Official Account's secret key, with which webhooks are signed.</summary>
    public string OaSecretKey { get; init; } = "";

    /// <summary>Our account whose webhook is called: <c>/webhooks/zalo/{account}</c>. If it is left out, none is.</summary>
    public string? Account { get; init; }
}

/// <summary>The Messenger Platform's data about its customer. Without them every call is refused: the demo has no account there.</summary>
internal sealed record MessengerSimulatorOptions
{
    /// <summary>The Pages by their id. Other Pages do not exist.</summary>
    public Dictionary<string, SimulatedPage> Pages { get; init; } = [];

    /// <summary>The app secret, with which webhooks are signed.</summary>
    public string AppSecret { get; init; } = "";

    /// <summary>The token that calls must carry.</summary>
    public string AccessToken { get; init; } = "";
}

/// <summary>Viber's data about a bot. Without them every call is refused: the demo has no account there.</summary>
internal sealed record ViberSimulatorOptions
{
    /// <summary>The bot's token, which calls must carry, and with which webhooks are signed.</summary>
    public string AuthToken { get; init; } = "";

    /// <summary>Our account whose webhook is called: <c>/webhooks/viber/{account}</c>. If it is left out, none is.</summary>
    public string? Account { get; init; }
}

/// <summary>Telegram's data about a bot. Without it every call is refused: the demo has no account there.</summary>
internal sealed record TelegramBotSimulatorOptions
{
    /// <summary>The bot's token.</summary>
    public string BotToken { get; init; } = "";
}

/// <summary>A Page.</summary>
internal sealed record SimulatedPage
{
    /// <summary>Our account whose webhook is called: <c>/webhooks/messenger/{account}</c>.</summary>
    [Required]
    public string Account { get; init; } = "";

    /// <summary>The id of the linked Instagram account, if people are reached there; null if they are on Messenger.</summary>
    public string? InstagramAccountId { get; init; }
}
