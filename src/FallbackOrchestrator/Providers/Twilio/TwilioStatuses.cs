using System.Collections.Frozen;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>
/// Twilio's names of a message's status (https://www.twilio.com/docs/messaging/guides/track-outbound-message-status). Those of incoming
/// messages are read by <see cref="TwilioInbound"/>.
/// </summary>
internal static class TwilioStatuses
{
    internal static readonly FrozenDictionary<string, AttemptStatus> All = new Dictionary<string, AttemptStatus>
    {
        ["accepted"] = AttemptStatus.Accepted,
        ["queued"] = AttemptStatus.Accepted,
        ["scheduled"] = AttemptStatus.Accepted,
        ["sending"] = AttemptStatus.Accepted, // being handed over
        ["sent"] = AttemptStatus.Sent,
        ["partially_delivered"] = AttemptStatus.Sent, // only some segments: nobody can read it yet
        ["delivered"] = AttemptStatus.Delivered,
        ["read"] = AttemptStatus.Read,
        ["undelivered"] = AttemptStatus.Undelivered,
        ["failed"] = AttemptStatus.Undelivered,
        ["canceled"] = AttemptStatus.Recalled,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
}
