using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages.Inbound;

namespace FallbackOrchestrator.Providers.EightByEight;

/// <summary>What people write to a virtual number (https://developer.8x8.com/connect/docs/inbound-sms).</summary>
internal static class EightByEightInbound
{
    /// <summary>The SMS in the payload of an event.</summary>
    public static InboundMessage Read(WireObject payload) => new(
        payload.Id("umid"),
        InboundSender.Of(payload.Text("source")),
        payload.Text("body") is { } text ? new InboundContent.Text(text) : new InboundContent.Other(),
        payload.Time("timestamp"));
}
