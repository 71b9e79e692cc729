using System.Collections.Frozen;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>
/// What Twilio calls the state of a message (https://www.twilio.com/docs/messaging/guides/track-outbound-message-status). Those of
/// incoming messages mean nothing here.
/// </summary>
internal static class TwilioStatuses
{
    internal static readonly FrozenDictionary<string, Word> Words = new Dictionary<string, Word>
    {
        ["accepted"] = Word.Accepted,
        ["queued"] = Word.Accepted,
        ["scheduled"] = Word.Accepted,
        ["sending"] = Word.Accepted, // being handed over
        ["sent"] = Word.Sent,
        ["partially_delivered"] = Word.Sent, // some segments only: nobody can read it yet
        ["delivered"] = Word.Delivered,
        ["read"] = Word.Read,
        ["undelivered"] = Word.Undelivered,
        ["failed"] = Word.Undelivered,
        ["canceled"] = Word.Recalled,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
}
