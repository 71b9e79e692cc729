using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>The differences between the channels that Twilio serves over its one API.</summary>
internal interface ITwilioChannel
{
    SuccessStatus Best { get; }

    ErrorTable Errors { get; }

    /// <summary>The lifetimes that a message may have (<c>ValidityPeriod</c>); null if it can have none.</summary>
    LifetimeRange? Lifetimes { get; }

    /// <summary>The address of a number on the channel.</summary>
    string AddressOf(string number);

    /// <summary>The sender of a message; null if the messaging service chooses it.</summary>
    string? SenderOf(Handover handover);

    /// <summary>The reason why this account cannot send a body; null if it can.</summary>
    string? WhyNot(ContentBody body);

    /// <summary>The part of a body that is left out; null if there is none.</summary>
    string? Loss(ContentBody body);

    /// <summary>The fields of a body.</summary>
    /// <exception cref="NotSupportedException">The channel does not carry such a body.</exception>
    IEnumerable<KeyValuePair<string, string>> Write(ContentBody body);
}
