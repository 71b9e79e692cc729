using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Line;

/// <summary>The differences between the ways in which a LINE Official Account sends.</summary>
internal interface ILineChannel
{
    AdapterCapabilities Traits { get; }

    /// <summary>Writes the call, without its authorization.</summary>
    /// <param name="handover">The attempt.</param>
    /// <param name="addressOf">The address of a path of LINE's API.</param>
    /// <exception cref="NotSupportedException">The channel does not carry such a body.</exception>
    HttpRequestMessage Write(Handover handover, Func<string, Uri> addressOf);

    /// <summary>The acceptance in a response; null if it is none.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The body; null if it is no JSON object.</param>
    /// <param name="isEmpty">True if there is no body.</param>
    CallResult.Accepted? Acceptance(int status, WireObject? body, bool isEmpty);
}
