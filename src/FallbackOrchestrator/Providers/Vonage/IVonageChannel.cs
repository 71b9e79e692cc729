using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>The differences between the channels that Vonage serves over its one API.</summary>
internal interface IVonageChannel
{
    SuccessStatus Best { get; }

    ErrorTable Errors { get; }

    /// <summary>Writes the channel, its sender and the body into a message.</summary>
    /// <exception cref="NotSupportedException">The channel does not carry such a body.</exception>
    VonageMessage Write(VonageMessage message, ContentBody body, SmsSettings? sms);
}
