using FallbackOrchestrator.Channels;
using static FallbackOrchestrator.Messages.ErrorClass;

namespace FallbackOrchestrator.Providers.Meta;

/// <summary>
/// Meta's error codes (https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes) with 8x8's code where
/// it publishes one. Meta asks to branch on the code alone: it throttles with 400 as well as with 429.
/// </summary>
internal static class MetaErrors
{
    private static readonly Dictionary<int, KnownError> Known = new()
    {
        [130472] = new(NotReachable, 1010), // the person is in one of Meta's experiments
        [131026] = new(NotReachable, 1018), // no WhatsApp, an old version, or terms not accepted
        [131047] = new(NotReachable, 1022), // more than 24 h since the person wrote
        [131048] = new(NotReachable, 1023), // spam limit: lasts far longer than any step waits, so it is no throttling to us
        [131049] = new(NotReachable, 1024), // Meta chose not to deliver
        [131021] = new(NotReachable), // sender and recipient are the same
        [131030] = new(NotReachable), // not in the list of a test number
        [130497] = new(NotReachable), // country restricted

        [131050] = new(RecipientRefused, 1051), // stopped marketing messages

        [33] = new(BadRequest),
        [100] = new(BadRequest),
        [131008] = new(BadRequest),
        [131009] = new(BadRequest),
        [131051] = new(BadRequest),
        [131052] = new(BadRequest),
        [131053] = new(BadRequest),
        [132000] = new(BadRequest),
        [132001] = new(BadRequest, 1031), // the template does not exist in this language
        [132005] = new(BadRequest),
        [132007] = new(BadRequest),
        [132012] = new(BadRequest),
        [132015] = new(BadRequest, 1035), // template paused
        [132016] = new(BadRequest, 1036), // template disabled
        [132068] = new(BadRequest),
        [132069] = new(BadRequest),

        [0] = new(Configuration),
        [3] = new(Configuration),
        [10] = new(Configuration),
        [190] = new(Configuration), // the token is over
        [368] = new(Configuration), // blocked for a policy violation
        [131005] = new(Configuration),
        [131031] = new(Configuration), // account locked
        [131037] = new(Configuration), // display name not approved
        [131042] = new(Configuration), // payment
        [131045] = new(Configuration),
        [133010] = new(Configuration, 1045), // the sending number is not registered

        [4] = new(Throttled),
        [17] = new(Throttled),
        [613] = new(Throttled),
        [80007] = new(Throttled),
        [130429] = new(Throttled), // throughput of the number
        [131056] = new(Throttled, 1028), // too many to this person
    };

    /// <summary>Permissions: Meta reserves the whole range.</summary>
    private static readonly IEnumerable<int> Permissions = Enumerable.Range(200, 100);

    internal static readonly ErrorTable Table = new(
        Known.Concat(Permissions.Select(code => KeyValuePair.Create(code, new KnownError(Configuration)))).ToDictionary(),
        unclear: [1, 2, 131000, 131016, 131057, 133004]);
}
