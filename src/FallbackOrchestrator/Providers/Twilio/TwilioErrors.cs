using FallbackOrchestrator.Channels;
using static FallbackOrchestrator.Messages.ErrorClass;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>Twilio's error codes (https://www.twilio.com/docs/api/errors).</summary>
internal static class TwilioErrors
{
    /// <summary>The message waited in Twilio's queue for longer than its validity period.</summary>
    internal const int LifetimeOver = 30036;

    internal static readonly ErrorTable Table = new(new Dictionary<int, KnownError>
    {
        [21211] = new(NotReachable), // not a number
        [21614] = new(NotReachable), // not a mobile number
        [30003] = new(NotReachable), // handset switched off or away
        [30005] = new(NotReachable), // handset unknown
        [30006] = new(NotReachable), // landline, or no carrier

        [21610] = new(RecipientRefused), // answered STOP
        [30004] = new(RecipientRefused), // blocked

        [21602] = new(BadRequest), // no text
        [21612] = new(BadRequest), // this sender cannot reach this number
        [21617] = new(BadRequest), // too long
        [30007] = new(BadRequest), // filtered
        [30012] = new(BadRequest), // validity period too short

        [20003] = new(Configuration), // credentials
        [21408] = new(Configuration), // region not enabled
        [21606] = new(Configuration), // the sender cannot send SMS
        [21659] = new(Configuration), // the sender is not ours
        [30002] = new(Configuration), // account suspended
        [30034] = new(Configuration), // sender not registered with US carriers

        [20429] = new(Throttled),
        [21611] = new(Throttled), // the sender's queue is full
        [30001] = new(Throttled), // queue overflow

        [LifetimeOver] = new(Expired),
    });
}
