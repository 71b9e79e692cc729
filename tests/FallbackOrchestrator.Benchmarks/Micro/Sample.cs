using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Providers.Meta;
using FallbackOrchestrator.Providers.Twilio;
using FallbackOrchestrator.Subaccounts;

namespace FallbackOrchestrator.Benchmarks.Micro;

/// <summary>The message that the micro-benchmarks work on: WhatsApp until it is read, then SMS.</summary>
internal static class Sample
{
    public const string Secret = "benchmark-meta-app-secret";

    public static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    public static readonly byte[] Send = Encoding.UTF8.GetBytes(
        """
        {"user":{"msisdn":"+6591234567"},"type":"text","content":{"text":"Your parcel arrives today between 14:00 and 16:00."},
        "channels":[{"channel":"WhatsApp","fallbackAfter":60,"successStatus":"Read"},{"channel":"SMS"}]}
        """);

    public static readonly Subaccount Subaccount = new(
        new SubaccountId("shop"),
        new CustomerAccountId(Guid.Parse("5d2e8b1c-6a40-4f2e-9a53-0c1d2e3f4a5b")),
        [
            new ChannelAccount(new ChannelAccountId("whatsapp"), Channel.WhatsApp, "Meta", Meta(), new AccountLimits()),
            new ChannelAccount(new ChannelAccountId("sms"), Channel.Sms, "Twilio", Twilio(), new AccountLimits()),
        ],
        Sequence: [],
        DefaultChannel: null,
        MayResend: true);

    private static IChannelAdapter Meta() => new MetaProvider().CreateAdapter(Settings(
        new ChannelName("WhatsApp"), ("PhoneNumberId", "106540352242922"), ("AccessToken", "a-token"), ("AppSecret", Secret),
        ("VerifyToken", "a-token")));

    private static IChannelAdapter Twilio() => new TwilioProvider().CreateAdapter(Settings(
        new ChannelName("SMS"), ("AccountSid", "AC00000000000000000000000000000001"), ("AuthToken", "a-token"), ("From", "+15005550006")));

    private static AccountSettings Settings(ChannelName channel, params (string Name, string Value)[] settings)
    {
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create($"account:Settings:{pair.Name}", (string?)pair.Value)))
            .Build()
            .GetSection("account");
        return new AccountSettings(new ChannelAccountId("account"), channel, () => null, section);
    }
}
