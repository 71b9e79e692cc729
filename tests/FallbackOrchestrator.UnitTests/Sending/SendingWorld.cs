using System.Text.Json;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.StatusWebhooks;
using FallbackOrchestrator.Subaccounts;
using FallbackOrchestrator.UnitTests.Support;

namespace FallbackOrchestrator.UnitTests.Sending;

/// <summary>Sends, read for a subaccount.</summary>
internal static class SendingWorld
{
    /// <summary>Reads a body for a subaccount that has every channel; WhatsApp, then SMS, unless the body says otherwise.</summary>
    public static ParsedSend Read(string json) => Read(json, HavingOnly([.. Channel.All]) with
    {
        Sequence = [new SequenceEntry("WhatsApp", 60, null, null), new SequenceEntry("SMS", null, null, null)],
    });

    public static ParsedSend Read(string json, Subaccount subaccount) =>
        new SendRequestParser(
            new SendOptions(), WhyNotCalled).Read(JsonSerializer.Deserialize(json, SendJson.Default.SendRequest)!, subaccount, A.Time);

    /// <summary>Reads a text, with more members of the body.</summary>
    public static ParsedSend ReadText(string more) => Read($$"""{"user":{"msisdn":"+6591234567"},"type":"text","content":{"text":"Hello"},{{more}}}""");

    /// <summary>Reads a content of this type.</summary>
    public static ParsedSend ReadContent(string type, string content) =>
        Read($$"""{"user":{"msisdn":"+6591234567"},"type":"{{type}}","content":{{content}}}""");

    public static Subaccount HavingOnly(params Channel[] channels) => Having(new NoAdapter(), channels);

    /// <summary>A subaccount whose accounts have this adapter.</summary>
    public static Subaccount Having(IChannelAdapter adapter, params Channel[] channels) => new(
        new SubaccountId("demo"),
        default,
        [.. channels.Select(channel => new ChannelAccount(
            new ChannelAccountId($"acme-{channel.Name.Value.ToLowerInvariant()}"), channel, "Acme", adapter, new AccountLimits()))],
        Sequence: [],
        DefaultChannel: channels[0].Name,
        MayResend: true);

    // Addresses may be called as they may with the settings' defaults.
    private static string? WhyNotCalled(string address) => WebhookParser.WhyNot(address, new StatusWebhooksOptions());

    private sealed class NoAdapter : IChannelAdapter
    {
        public AdapterCapabilities Traits { get; } = new(SuccessStatus.Read) { SupportsDirectSend = true };

        public HttpRequestMessage WriteCall(Handover handover) => throw new NotSupportedException();

        public CallResult ReadResponse(ProviderResponse response) => throw new NotSupportedException();

        public ReceiptParseResult ReadReceipts(ReceiptRequest request) => throw new NotSupportedException();
    }
}
