using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>The differences between the channels that Vonage serves over its one API.</summary>
internal interface IVonageChannel
{
    SuccessStatus Best { get; }

    ErrorTable Errors { get; }

    /// <summary>The lifetimes that a message may have (<c>ttl</c>); null if it can have none.</summary>
    LifetimeRange? Lifetimes { get; }

    /// <summary>True if a message can quote an earlier one.</summary>
    bool CanQuote => false;

    /// <summary>True if a message that is not delivered yet can be revoked.</summary>
    bool CanRevoke => false;

    /// <summary>The addresses of people that it can use.</summary>
    AccountAddressing Addressing => AccountAddressing.Any;

    /// <summary>True if people can be shown that what they wrote was read.</summary>
    bool CanMarkRead => false;

    /// <summary>The recipient's address on the channel; null if there is none.</summary>
    string? AddressOf(Recipient recipient) => recipient.Msisdn?.Digits;

    /// <summary>Writes the channel, its sender, the lifetime and the body into a message.</summary>
    /// <exception cref="NotSupportedException">The channel does not carry such a body.</exception>
    VonageMessage Write(VonageMessage message, Handover handover);
}
