using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using static FallbackOrchestrator.Messages.ErrorClass;
using static FallbackOrchestrator.Messages.ErrorSubject;

namespace FallbackOrchestrator.Providers.EightByEight;

/// <summary>
/// 8x8's errors: those of its API (https://developer.8x8.com/connect/docs/api-error-codes) and those of its receipts for SMS
/// (https://developer.8x8.com/connect/docs/delivery-receipts-error-codes), which we pass on with the number that they have.
/// </summary>
internal static class EightByEightErrors
{
    private const int InvalidDestination = 15;
    private const int InvalidSource = 19;

    internal static readonly ErrorTable Calls = new(new Dictionary<int, KnownError>
    {
        [1002] = new(NotReachable, InvalidDestination), // not a number
        [1009] = new(NotReachable, InvalidDestination), // not a country

        [1000] = new(BadRequest), // a parameter
        [1003] = new(BadRequest), // the encoding
        [1004] = new(BadRequest), // the text
        [1006] = new(BadRequest), // the expiry
        [1008] = new(BadRequest), // an id
        [1010] = new(BadRequest), // out of range

        [1001] = new(Configuration, About: Account), // the subaccount
        [1005] = new(Configuration, InvalidSource, Sender),
        [1014] = new(Configuration, About: Account), // the version of TLS
        [1200] = new(Configuration, About: Account), // the API key
        [1201] = new(Configuration), // forbidden
        [1300] = new(Configuration), // not found
        [2001] = new(Configuration, About: Account), // a version or a product that 8x8 does not have here, and below
        [2002] = new(Configuration, About: Account),
        [2003] = new(Configuration, About: Account),
        [3020] = new(Configuration, About: Account), // the address for receipts: PublicBaseUrl

        [429] = new(Throttled),
        [1400] = new(Throttled), // too soon after another SMS to the same number

        [2000] = new(Other, About: Account) { IsUnclear = true }, // an internal error
    });

    internal static readonly ErrorTable Receipts = new(new Dictionary<int, ErrorClass>
    {
        [1] = NotReachable, // absent
        [9] = NotReachable, // the protocol of the handset
        [13] = NotReachable, // an illegal subscriber or handset
        [15] = NotReachable, // the number
        [21] = NotReachable, // the handset's memory is full
        [24] = NotReachable, // not known to be of age
        [28] = NotReachable, // the handset, here and below
        [29] = NotReachable,
        [30] = NotReachable, // ported
        [32] = NotReachable, // roaming
        [37] = NotReachable, // no SMS
        [44] = NotReachable, // the subscriber's bills
        [45] = NotReachable, // busy
        [46] = NotReachable,
        [47] = NotReachable, // for a time
        [55] = NotReachable, // not known, here and below
        [59] = NotReachable,

        [26] = RecipientRefused, // barred

        [2] = BadRequest, // the content
        [3] = BadRequest, // something is missing
        [16] = BadRequest, // the format
        [17] = BadRequest, // the length
        [18] = BadRequest, // a parameter
        [38] = BadRequest, // malformed
        [43] = BadRequest, // taken for spam
        [60] = BadRequest, // filtered

        [19] = Configuration, // the sender
        [33] = Configuration, // no route
        [42] = Configuration, // no funds

        [11] = Throttled, // too many SMS
        [50] = Throttled,

        [23] = Unavailable, // the network, here and below
        [35] = Unavailable,
        [40] = Unavailable,
        [48] = Unavailable,
        [49] = Unavailable,

        [36] = Expired,

        // The reason is general, or only the operator knows it. The state says that the SMS was not delivered, and the state counts.
        [0] = Other,
        [4] = Other,
        [5] = Other,
        [7] = Other,
        [8] = Other,
        [10] = Other,
        [12] = Other,
        [14] = Other,
        [20] = Other,
        [22] = Other,
        [25] = Other,
        [27] = Other,
        [31] = Other,
        [34] = Other,
        [39] = Other,
        [41] = Other,
        [51] = Other,
        [52] = Other,
        [53] = Other,
        [54] = Other,
        [56] = Other,
        [57] = Other,
        [58] = Other,
        [61] = Other,
    }.ToDictionary(pair => pair.Key, pair => new KnownError(pair.Value, Code: pair.Key)));
}
