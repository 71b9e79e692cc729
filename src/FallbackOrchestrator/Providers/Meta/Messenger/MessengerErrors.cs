using FallbackOrchestrator.Channels;
using static FallbackOrchestrator.Messages.ErrorClass;
using static FallbackOrchestrator.Messages.ErrorSubject;

namespace FallbackOrchestrator.Providers.Meta.Messenger;

/// <summary>
/// The errors of the Messenger Platform
/// (https://developers.facebook.com/documentation/business-messaging/messenger-platform/error-codes). Many codes are too general, and only
/// the subcode tells whether the person, the content or the Page is meant; no subcode of this table is also a code.
/// </summary>
internal static class MessengerErrors
{
    private static readonly Dictionary<int, KnownError> Codes = new()
    {
        [551] = new(RecipientRefused), // the person is not available: blocked the Page, or left
        [100] = new(BadRequest), // a parameter
        [33] = new(Configuration), // the Page or the person does not exist for this token

        [0] = new(Configuration, About: Account), // the caller could not be authenticated
        [3] = new(Configuration, About: Account), // the app lacks a capability
        [10] = new(Configuration), // a permission; most of its subcodes are about the person, and new ones may be
        [102] = new(Configuration, About: Account), // the session of the token is over
        [190] = new(Configuration, About: Account), // the token is wrong, or has expired
        [368] = new(Configuration, About: Account), // blocked for a policy violation
        [230] = new(Configuration, About: Account), // pages_messaging is missing

        [4] = new(Throttled), // calls of the app
        [9] = new(Throttled),
        [17] = new(Throttled),
        [32] = new(Throttled), // calls of the Page
        [341] = new(Throttled),
        [613] = new(Throttled), // calls of the Send API
        [80006] = new(Throttled), // calls of the Page, by Meta's business limits

        [1] = Unclear, // an unknown error, or a missing permission
        [2] = Unclear, // Meta is down, or the person blocked the Page
        [1200] = Unclear, // a temporary failure
    };

    private static readonly Dictionary<int, KnownError> Subcodes = new()
    {
        [2018001] = new(NotReachable) { NotOnChannel = true }, // no such person
        [2534014] = new(NotReachable) { NotOnChannel = true }, // no such person on Instagram
        [2018065] = new(NotReachable), // more than 24 h since the person wrote, here and below
        [2018278] = new(NotReachable),
        [2534022] = new(NotReachable),

        [1545041] = new(RecipientRefused), // the person takes no messages from the Page

        [2018008] = new(BadRequest), // the file cannot be fetched, here and below
        [2018047] = new(BadRequest),
        [2018074] = new(BadRequest), // no such attachment
        [2018294] = new(BadRequest),
        [2018109] = new(BadRequest), // the file is too large
        [2018034] = new(BadRequest), // a message and a state at once
        [2534015] = new(BadRequest), // Instagram does not take this content

        [1893063] = new(Configuration, About: Account), // the Page may not send for a while
        [2018021] = new(Configuration, About: Account), // pages_messaging and its like, here and below
        [2018027] = new(Configuration, About: Account),
        [2018028] = new(Configuration, About: Account),
        [2018108] = new(Configuration, About: Account), // only to people with a role in the app
        [2018344] = new(Configuration, About: Account), // Meta's terms are not accepted
        [2534037] = new(Configuration), // another app or account has the conversation

        [2018022] = new(Throttled), // too many messages
        [2018352] = new(Throttled) { OutlastsAnyStep = true }, // marketing messages to this person, here and below
        [2018354] = new(Throttled) { OutlastsAnyStep = true },

        [1357046] = new(Other) { MayBeDelivered = true }, // Meta sent the message, but its response broke
    };

    // Permissions: Meta reserves the whole range.
    private static readonly IEnumerable<KeyValuePair<int, KnownError>> Permissions = Enumerable.Range(200, 100)
        .Where(code => !Codes.ContainsKey(code))
        .Select(code => KeyValuePair.Create(code, new KnownError(Configuration, About: Account)));

    internal static readonly ErrorTable Table = new(Codes.Concat(Subcodes).Concat(Permissions).ToDictionary());

    /// <summary>The number to look an error up by: its subcode if the table has it, else its code.</summary>
    internal static int? CodeOf(MetaError error) =>
        error.Subcode is { } subcode && Subcodes.ContainsKey(subcode) ? subcode : error.Code;

    // Meta does not say whether it accepted the message before. The person may be the reason, so it is no evidence against the account.
    private static KnownError Unclear => new(Other) { IsUnclear = true };
}
