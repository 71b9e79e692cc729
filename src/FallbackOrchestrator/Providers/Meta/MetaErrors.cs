using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using static FallbackOrchestrator.Messages.ErrorClass;
using static FallbackOrchestrator.Messages.ErrorSubject;

namespace FallbackOrchestrator.Providers.Meta;

/// <summary>
/// Meta's error codes (https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes), each with the code
/// that 8x8 publishes for it, 1000 to 1054 (https://developer.8x8.com/connect/docs/delivery-error-codes). Meta asks clients to use only the
/// code: it sends 400 as well as 429 for rate limits.
/// </summary>
internal static class MetaErrors
{
    private const int InvalidParameter = 100;
    private const int NoSuchObject = 33;

    private static readonly Dictionary<int, KnownError> Known = new()
    {
        [130472] = new(NotReachable, 1010), // the person is in one of Meta's experiments
        [130497] = new(NotReachable, 1011), // the country is restricted
        [131021] = new(NotReachable, 1017), // sender and recipient are the same
        [131026] = new(NotReachable, 1018) { NotOnChannel = true }, // no WhatsApp, an old version, or terms not accepted
        [131030] = new(NotReachable), // not in the list of a test number
        [131047] = new(NotReachable, 1022), // more than 24 h since the person wrote
        [131048] = new(NotReachable, 1023), // spam limit: lasts far longer than any step waits, so it is no throttling to us
        [131049] = new(NotReachable, 1024), // Meta chose not to deliver
        [131063] = new(NotReachable), // the country is restricted
        [138009] = new(NotReachable, 1053), // no permission to call this person: too many requests
        [138017] = new(NotReachable, 1052), // no request to call: the person has agreed permanently

        [131050] = new(RecipientRefused, 1051), // stopped marketing messages

        [InvalidParameter] = new(BadRequest, 1005), // a parameter that Meta does not know, or of the wrong form
        [131008] = new(BadRequest, 1014), // a parameter is missing
        [131009] = new(BadRequest, 1015), // a parameter's value is not valid
        [131051] = new(BadRequest, 1025), // the type of the message
        [131052] = new(BadRequest, 1026), // the medium cannot be fetched
        [131053] = new(BadRequest, 1027), // the medium cannot be accepted
        [131062] = new(BadRequest, 1054), // such a template cannot go to a business-scoped user id
        [132000] = new(BadRequest, 1030), // the number of the template's parameters
        [132001] = new(BadRequest, 1031), // the template does not exist in this language
        [132005] = new(BadRequest, 1032), // the text of the template becomes too long
        [132007] = new(BadRequest, 1033), // the content of the template violates a policy
        [132012] = new(BadRequest, 1034), // the form of the template's parameters
        [132015] = new(BadRequest, 1035), // the template is paused
        [132016] = new(BadRequest, 1036), // the template is disabled
        [132018] = new(BadRequest), // the template's parameters
        [132068] = new(BadRequest, 1037), // the flow is blocked
        [132069] = new(BadRequest, 1038), // the flow is throttled, for an hour or more
        [135000] = new(BadRequest, 1048), // the request, in some way that Meta does not name

        [0] = new(Configuration, 1000, About: Account), // the caller could not be authenticated
        [3] = new(Configuration, 1001, About: Account), // the app lacks a capability
        [10] = new(Configuration, 1003, About: Account), // the app lacks a permission
        [NoSuchObject] = new(Configuration, 1004, About: Account), // the sending number is deleted, or the token may not use it
        [102] = new(Configuration, About: Account), // the session of the token is over
        [190] = new(Configuration, 1006, About: Account), // the token has expired
        [368] = new(Configuration, 1007, About: Account), // blocked for a policy violation
        [131005] = new(Configuration, 1013, About: Account), // a permission is missing
        [131031] = new(Configuration, 1019, About: Account), // the account is locked
        [131037] = new(Configuration, 1020, About: Account), // the display name is not approved
        [131042] = new(Configuration, ErrorCodes.NoCredit, About: Account), // payment
        [131045] = new(Configuration, 1021, About: Account), // the certificate of the sending number
        [133000] = new(Configuration, 1039, About: Account), // the registration of the sending number, here and below
        [133005] = new(Configuration, 1041, About: Account),
        [133006] = new(Configuration, 1042, About: Account),
        [133007] = new(Configuration, About: Account),
        [133008] = new(Configuration, 1043, About: Account),
        [133009] = new(Configuration, 1044, About: Account),
        [133010] = new(Configuration, 1045, About: Account),
        [133015] = new(Configuration, 1046, About: Account),
        [133016] = new(Configuration, 1047, About: Account),

        [131055] = new(Configuration), // the call is not allowed
        [134101] = new(Configuration), // the template is being synchronised
        [134102] = new(Configuration), // the template cannot be used
        [2593107] = new(Configuration, 1049), // the synchronisation of contacts and history, here and below; a message never meets it
        [2593108] = new(Configuration, 1050),

        [4] = new(Throttled, 1002), // calls of the app
        [17] = new(Throttled),
        [341] = new(Throttled), // a limit of the app, for a while
        [613] = new(Throttled),
        [80007] = new(Throttled, 1008), // calls of the business account
        [80008] = new(Throttled),
        [130429] = new(Throttled, 1009), // the throughput of the number
        [131056] = new(Throttled, 1028), // too many to this person

        [1] = Unclear(),
        [2] = Unclear(),
        [131000] = Unclear(1012),
        [131016] = Maintenance(1016),
        [131057] = Maintenance(1029),
        [133004] = Maintenance(1040),
    };

    /// <summary>Permissions: Meta reserves the whole range.</summary>
    private static readonly IEnumerable<int> Permissions = Enumerable.Range(200, 100);

    internal static readonly ErrorTable Table = new(
        Known.Concat(Permissions.Select(code => KeyValuePair.Create(code, new KnownError(Configuration, About: Account)))).ToDictionary());

    // Something went wrong at Meta, and it does not say whether before or after it accepted the message.
    private static KnownError Unclear(int? code = null) => new(Other, code, About: Account) { IsUnclear = true };

    // With 503 nothing was accepted; with any other status the outcome is unknown.
    private static KnownError Maintenance(int code) => new(Unavailable, code, About: Account) { IsUnclear = true };
}
