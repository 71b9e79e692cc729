using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Channels;

/// <summary>One attempt that is handed to its provider.</summary>
/// <param name="Reference">Our reference, which the provider repeats in its receipts.</param>
/// <param name="Recipient">The recipient; the address for the channel is present (a step without one is never handed over).</param>
/// <param name="Body">The content to send, already reduced to what the channel carries.</param>
/// <param name="Sms">The settings of an SMS.</param>
/// <param name="ReceiptsTo">Our public address for this account's receipts, for providers that get it with every call.</param>
/// <param name="DirectSend">Set if WhatsApp is to create a template from the message.</param>
/// <param name="Quoted">The provider's id of the quoted message, if the adapter <see cref="AdapterCapabilities.SupportsQuotes"/>.</param>
public sealed record Handover(
    AttemptReference Reference,
    Recipient Recipient,
    ContentBody Body,
    SmsSettings? Sms,
    Uri ReceiptsTo,
    DirectSend? DirectSend = null,
    string? Quoted = null)
{
    /// <summary>
    /// How long the provider may try to deliver the message, from now on; null if it decides itself. A provider that takes a lifetime gets
    /// this one, rounded down, unless it is shorter than the provider's shortest (<see cref="AdapterCapabilities.ShortestLifetime"/>).
    /// </summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>The time at which the call is written, for a provider that takes the end of a lifetime instead of its length.</summary>
    public DateTimeOffset WrittenAt { get; init; }

    /// <summary>The same, if it is written so much later: the lifetime ends at the same moment.</summary>
    internal Handover After(TimeSpan waited) => Lifetime is not { } left ? this
        : this with { Lifetime = left > waited ? left - waited : TimeSpan.Zero };
}
