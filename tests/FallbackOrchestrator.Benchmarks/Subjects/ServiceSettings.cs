using System.Globalization;
using FallbackOrchestrator.Benchmarks.Endpoints;
using FallbackOrchestrator.Benchmarks.Load;

namespace FallbackOrchestrator.Benchmarks.Subjects;

/// <summary>
/// The service as in production: its own defaults, environment Production, but for what a machine without the internet needs (endpoints on
/// loopback) and for the limits of the accounts, which are what a scenario chooses.
/// </summary>
/// <param name="Endpoints">The provider and the customer.</param>
internal sealed record ServiceSettings(Provider Endpoints)
{
    public const string Account = "5d2e8b1c-6a40-4f2e-9a53-0c1d2e3f4a5b";
    public const string MetaSecret = "benchmark-meta-app-secret";
    public const string FirstWhatsApp = "whatsapp-one";
    public const string SecondWhatsApp = "whatsapp-two";

    /// <summary>The subaccount that most scenarios send with.</summary>
    public static readonly Caller Shop = new("shop", "benchmark-key-of-the-shop");

    /// <summary>Another one of the same account.</summary>
    public static readonly Caller Bulk = new("bulk", "benchmark-key-of-the-bulk");

    /// <summary>Calls a second that each channel account may make; 1 holds all but a few back.</summary>
    public int PerSecond { get; init; } = 10_000;

    /// <summary>Calls at a time.</summary>
    public int Concurrency { get; init; } = 1_000;

    /// <summary>Calls of the customer's endpoint at a time.</summary>
    public int WebhookConcurrency { get; init; } = 256;

    /// <summary>The environment of a replica.</summary>
    /// <param name="address">Where it is to listen.</param>
    /// <param name="database">Its database; null where it brings its own.</param>
    public IEnumerable<(string Name, string Value)> For(Uri address, string? database)
    {
        foreach (var (name, value) in All(address))
            yield return (name.Replace(":", "__", StringComparison.Ordinal), value);
        if (database is not null)
            yield return ("ConnectionStrings__Postgres", database);
    }

    private IEnumerable<(string Name, string Value)> All(Uri address)
    {
        var url = address.AbsoluteUri.TrimEnd('/');
        yield return ("ASPNETCORE_ENVIRONMENT", "Production");
        yield return ("ASPNETCORE_URLS", url);
        yield return ("PublicBaseUrl", url);
        yield return ("Hosting:DrainDelay", "00:00:00");
        // The limit of one customer is not what is measured.
        yield return ("RateLimits:RequestsPerSecond", "1000000");
        yield return ("RateLimits:RequestsPerSecondOfKey", "1000000");
        yield return ("Metrics:Key", "benchmark-key-of-the-metrics"); // What is measured includes what measuring costs.
        yield return ("StatusWebhooks:AllowHttp", "true");
        yield return ("StatusWebhooks:AllowPrivateAddresses", "true");
        yield return ("StatusWebhooks:PerEndpoint", Text(WebhookConcurrency));
        yield return ("StatusWebhooks:Concurrency", Text(WebhookConcurrency));
        foreach (var caller in new[] { Shop, Bulk })
        {
            var subaccount = $"Accounts:{Account}:Subaccounts:{caller.Subaccount}";
            yield return ($"{subaccount}:Keys:0", caller.Key);
            yield return ($"{subaccount}:ChannelAccounts:0", FirstWhatsApp);
            yield return ($"{subaccount}:ChannelAccounts:1", SecondWhatsApp);
            yield return ($"{subaccount}:ChannelAccounts:2", "sms-one");
        }
        foreach (var setting in new[] { FirstWhatsApp, SecondWhatsApp }.SelectMany(Meta).Concat(Twilio("sms-one")))
            yield return setting;
    }

    private IEnumerable<(string, string)> Meta(string account) =>
    [
        .. Limits(account),
        ($"ChannelAccounts:{account}:Provider", "Meta"),
        ($"ChannelAccounts:{account}:Channel", "WhatsApp"),
        ($"ChannelAccounts:{account}:BaseAddress", Endpoints.Meta.AbsoluteUri),
        // Each account has a number of its own, as in life: a receipt is its number's, and one that two accounts share costs a look-up.
        ($"ChannelAccounts:{account}:Settings:PhoneNumberId", account == FirstWhatsApp ? "106540352242922" : "106540352242923"),
        ($"ChannelAccounts:{account}:Settings:AccessToken", "benchmark-meta-token"),
        ($"ChannelAccounts:{account}:Settings:AppSecret", MetaSecret),
        ($"ChannelAccounts:{account}:Settings:VerifyToken", "benchmark-verify-token"),
    ];

    private IEnumerable<(string, string)> Twilio(string account) =>
    [
        .. Limits(account),
        ($"ChannelAccounts:{account}:Provider", "Twilio"),
        ($"ChannelAccounts:{account}:Channel", "SMS"),
        ($"ChannelAccounts:{account}:BaseAddress", Endpoints.Twilio.AbsoluteUri),
        ($"ChannelAccounts:{account}:Settings:AccountSid", "AC00000000000000000000000000000001"),
        ($"ChannelAccounts:{account}:Settings:AuthToken", "benchmark-twilio-token"),
        ($"ChannelAccounts:{account}:Settings:From", "+15005550006"),
    ];

    private IEnumerable<(string, string)> Limits(string account) =>
    [
        ($"ChannelAccounts:{account}:PerSecond", Text(PerSecond)),
        ($"ChannelAccounts:{account}:Concurrency", Text(Concurrency)),
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
