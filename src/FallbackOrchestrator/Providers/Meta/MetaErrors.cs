using System.Text.Json;
using FallbackOrchestrator.Channels;
using static FallbackOrchestrator.Messages.ErrorClass;
using static FallbackOrchestrator.Messages.ErrorSubject;

namespace FallbackOrchestrator.Providers.Meta;

/// <summary>
/// Meta's error codes (https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes), with 8x8's code if
/// it publishes one. Meta asks clients to use only the code: it sends 400 as well as 429 for rate limits.
/// </summary>
internal static class MetaErrors
{
    private const int NoCredit = 42;
    private const int InvalidParameter = 100;
    private const int NoSuchObject = 33;

    // Something went wrong at Meta, and it does not say whether before or after it accepted the message.
    private static readonly KnownError Unclear = new(Other, About: Account) { IsUnclear = true };

    // With 503 nothing was accepted; with any other status the outcome is unknown.
    private static readonly KnownError Maintenance = new(Unavailable, About: Account) { IsUnclear = true };

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
        [131063] = new(NotReachable), // country restricted
        [138009] = new(NotReachable, 1053), // no permission to call this person
        [138017] = new(NotReachable, 1052), // the same

        [131050] = new(RecipientRefused, 1051), // stopped marketing messages

        [InvalidParameter] = new(BadRequest),
        [131008] = new(BadRequest),
        [131009] = new(BadRequest),
        [131051] = new(BadRequest),
        [131052] = new(BadRequest),
        [131053] = new(BadRequest),
        [131062] = new(BadRequest, 1054), // such a template cannot go to a business-scoped user id
        [132000] = new(BadRequest),
        [132001] = new(BadRequest, 1031), // the template does not exist in this language
        [132005] = new(BadRequest),
        [132007] = new(BadRequest),
        [132012] = new(BadRequest),
        [132015] = new(BadRequest, 1035), // template paused
        [132016] = new(BadRequest, 1036), // template disabled
        [132018] = new(BadRequest),
        [132068] = new(BadRequest),
        [132069] = new(BadRequest),
        [135000] = new(BadRequest, 1048),

        [0] = new(Configuration, About: Account),
        [3] = new(Configuration, About: Account),
        [10] = new(Configuration, About: Account),
        [NoSuchObject] = new(Configuration, About: Account), // the sending number is deleted, or the token may not use it
        [190] = new(Configuration, About: Account), // the token is over
        [368] = new(Configuration, About: Account), // blocked for a policy violation
        [131005] = new(Configuration, About: Account),
        [131031] = new(Configuration, About: Account), // account locked
        [131037] = new(Configuration, About: Account), // display name not approved
        [131042] = new(Configuration, NoCredit, About: Account), // payment
        [131045] = new(Configuration, About: Account),
        [131055] = new(Configuration),
        [133005] = new(Configuration, About: Account), // the registration of the sending number, here and below
        [133006] = new(Configuration, About: Account),
        [133007] = new(Configuration, About: Account),
        [133008] = new(Configuration, About: Account),
        [133009] = new(Configuration, About: Account),
        [133010] = new(Configuration, 1045, About: Account), // the sending number is not registered
        [133015] = new(Configuration, About: Account),
        [133016] = new(Configuration, About: Account),
        [134101] = new(Configuration), // the template is being synchronised
        [134102] = new(Configuration), // the template cannot be used

        [4] = new(Throttled),
        [17] = new(Throttled),
        [613] = new(Throttled),
        [80007] = new(Throttled),
        [80008] = new(Throttled), // of the business account
        [130429] = new(Throttled), // throughput of the number
        [131056] = new(Throttled, 1028), // too many to this person

        [1] = Unclear,
        [2] = Unclear,
        [131000] = Unclear,
        [131016] = Maintenance,
        [131057] = Maintenance,
        [133004] = Maintenance,
    };

    /// <summary>Permissions: Meta reserves the whole range.</summary>
    private static readonly IEnumerable<int> Permissions = Enumerable.Range(200, 100);

    internal static readonly ErrorTable Table = new(
        Known.Concat(Permissions.Select(code => KeyValuePair.Create(code, new KnownError(Configuration, About: Account)))).ToDictionary());

    /// <summary>Reads the error of a response or of a status: its code, and the most precise text.</summary>
    /// <param name="holder">The object that holds the error.</param>
    /// <param name="name">The member's name. It contains one error, or a list of errors, of which the first with a code is used.</param>
    /// <param name="documented">The form in Meta's documentation.</param>
    internal static (int? Code, string? Words) In(WireObject holder, string name, JsonValueKind documented)
    {
        var errors = holder.Objects(name, documented);
        if (errors.Count == 0)
            return default;
        var error = errors.FirstOrDefault(error => error.Whole("code") is not null) ?? errors[0];
        return (CodeOf(error), error.Object("error_data")?.Text("details") ?? error.Text("title") ?? error.Text("message"));
    }

    // The Graph API reports the same as the subcode of an invalid parameter: "Object with ID '…' does not exist, cannot be loaded due to
    // missing permissions".
    private static int? CodeOf(WireObject error) =>
        error.Whole("code") is InvalidParameter && error.Whole("error_subcode") is NoSuchObject ? NoSuchObject : error.Whole("code");
}
