using System.Collections.Frozen;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using static FallbackOrchestrator.Messages.ErrorClass;
using static FallbackOrchestrator.Messages.ErrorSubject;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>
/// Vonage's error codes (https://developer.vonage.com/api-errors/messages), with 8x8's code for Viber if it publishes one.
/// </summary>
internal static class VonageErrors
{
    /// <summary>The message was not delivered before its lifetime was over.</summary>
    internal const int LifetimeOver = 1360;

    /// <summary>The kind of an error without a code: the account's funds are used up.</summary>
    internal const string LowBalance = "low-balance";

    private const int SpamFilter = ErrorCodes.SpamFilter;

    private static readonly Dictionary<int, KnownError> Known = new()
    {
        [1040] = new(NotReachable), // a prefix that is unknown
        [1160] = new(NotReachable), // not in the list of a demo account
        [1170] = new(NotReachable), // not a number
        [1180] = new(NotReachable),
        [1190] = new(NotReachable),
        [1200] = new(NotReachable),
        [1220] = new(NotReachable),
        [1250] = new(NotReachable), // no route
        [1251] = new(NotReachable),
        [1260] = new(NotReachable),
        [1290] = new(NotReachable),
        [1300] = new(NotReachable) { NotOnChannel = true }, // not on the channel
        [1310] = new(NotReachable), // no device that can show it
        [1340] = new(NotReachable), // outside the window in which the channel allows it
        [1430] = new(NotReachable), // not a recipient
        [1431] = new(NotReachable),
        [1461] = new(NotReachable), // the channel chose not to deliver

        [1050] = new(RecipientRefused), // barred
        [1240] = new(RecipientRefused), // opted out
        [1270] = new(RecipientRefused),
        [1280] = new(RecipientRefused),
        [1483] = new(RecipientRefused),

        [1010] = new(BadRequest),
        [1020] = new(BadRequest),
        [1021] = new(BadRequest),
        [1022] = new(BadRequest),
        [1090] = new(BadRequest),
        [1120] = new(BadRequest),
        [1130] = new(BadRequest),
        [1140] = new(BadRequest),
        [1150] = new(BadRequest),
        [1210] = new(BadRequest, SpamFilter),
        [1282] = new(BadRequest, SpamFilter),
        [1380] = new(BadRequest),
        [1381] = new(BadRequest),
        [1382] = new(BadRequest),
        [1400] = new(BadRequest), // the channel, its parameters and the type of the message, here and below
        [1410] = new(BadRequest),
        [1440] = new(BadRequest),
        [1450] = new(BadRequest), // our reference
        [1451] = new(BadRequest), // the message that it quotes is gone
        [1470] = new(BadRequest, SpamFilter),
        [1472] = new(BadRequest, SpamFilter),
        [1473] = new(BadRequest, SpamFilter),
        [1474] = new(BadRequest, SpamFilter),
        [1475] = new(BadRequest, SpamFilter),
        [2001] = new(BadRequest, SpamFilter),

        [1060] = new(Configuration, About: Account), // account barred
        [1070] = new(Configuration, ErrorCodes.NoCredit, About: Account),
        [1080] = new(Configuration, About: Account), // account not enabled
        [1242] = new(Configuration, About: Sender), // what the sender lacks, here and below
        [1350] = new(Configuration, About: Sender),
        [1370] = new(Configuration, About: Sender),
        [1420] = new(Configuration, About: Sender),
        [1476] = new(Configuration, About: Sender),
        [1480] = new(Configuration, About: Sender),
        [1481] = new(Configuration, About: Sender),
        [1482] = new(Configuration, About: Sender),
        [1484] = new(Configuration, About: Sender),

        [1000] = new(Throttled),
        [1241] = new(Throttled),
        [1460] = new(Throttled) { OutlastsAnyStep = true }, // a day's messages are used up

        [1030] = new(Other, About: Account) { IsUnclear = true }, // an internal error
        [1100] = new(Unavailable, About: Account), // "not submitted": Vonage could not reach the channel, so nobody has the message
        [1230] = new(Unavailable, About: Account),
        [1331] = new(Unavailable, About: Account) { MayBeDelivered = true },
        [1330] = new(Other), // failed permanently, and the carrier gives no reason
        [1320] = new(Other) { MayBeDelivered = true }, // sent already
        [1490] = new(Other) { MayBeDelivered = true }, // in part, or nobody knows
        [LifetimeOver] = new(Expired),
    };

    /// <summary>8x8's codes for Viber's own reasons (https://developer.8x8.com/connect/docs/delivery-error-codes).</summary>
    private static readonly Dictionary<int, KnownError> KnownOnViber = new(Known)
    {
        [1010] = new(BadRequest, 2005),
        [1020] = new(BadRequest, 2003),
        [1022] = new(BadRequest, 2021),
        [1030] = new(Other, 2001, About: Account) { IsUnclear = true },
        [1040] = new(NotReachable, 2023),
        [1130] = new(BadRequest, 2013),
        [1170] = new(NotReachable, 2023),
        [1240] = new(RecipientRefused, 2007),
        [1300] = new(NotReachable, 2008) { NotOnChannel = true },
        [1310] = new(NotReachable, 2009),
        [1381] = new(BadRequest, 2018),
        [1382] = new(BadRequest, 2015),
        [1410] = new(BadRequest, 2003),
        [1420] = new(Configuration, 2002, About: Sender),
        [1430] = new(NotReachable, 2023),
        [1440] = new(BadRequest, 2004),
    };

    /// <summary>8x8's codes for WhatsApp's own reasons that Vonage tells apart.</summary>
    private static readonly Dictionary<int, KnownError> KnownOnWhatsApp = new(Known)
    {
        [1300] = new(NotReachable, 1018) { NotOnChannel = true },
        [1340] = new(NotReachable, 1022),
        [1461] = new(NotReachable, 1024),
    };

    internal static readonly ErrorTable Sms = new(Known);
    internal static readonly ErrorTable Viber = new(KnownOnViber);
    internal static readonly ErrorTable WhatsApp = new(KnownOnWhatsApp);
    internal static readonly ErrorTable Rcs = new(Known);

    /// <summary>
    /// Errors without a code that are the account's fault for every recipient (https://developer.vonage.com/en/api-errors).
    /// </summary>
    internal static readonly FrozenSet<string> SpeakOfAccount =
        new[] { "unauthorized", LowBalance, "account-suspended", "unprovisioned", "invalid-api-key" }.ToFrozenSet(
            StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The content of an error: its code (four digits, as its title, behind the # of its type, or as the <c>code</c> of version 0.1), its
    /// most precise text, and the name of its kind if there is one instead of a code.
    /// </summary>
    internal static (int? Code, string? Words, string? Kind) Read(WireObject error)
    {
        var type = error.Text("type");
        var kind = type?[(type.LastIndexOf('#') + 1)..];
        var code = FourDigits(error.Text("title")) ?? FourDigits(kind) ?? FourDigits(error.Text("code"));
        if (code is null && error.Object("error") is { } within)
            return Read(within);
        return (code, WordsOf(error), kind);
    }

    // The details of a rejected request name no parameter; another member lists the parameters and their mistakes. A title that only
    // repeats the code says nothing.
    private static string? WordsOf(WireObject error)
    {
        var parameters = error.Objects("invalid_parameters")
            .Select(parameter => (Name: parameter.Text("name"), Reason: parameter.Text("reason")))
            .Where(parameter => !string.IsNullOrWhiteSpace(parameter.Reason))
            .Select(parameter => parameter.Name is null ? parameter.Reason : $"{parameter.Name}: {parameter.Reason}")
            .ToList();
        return new[] { string.Join("; ", parameters), error.Text("detail"), error.Text("reason"), error.Text("title") }
            .FirstOrDefault(words => !string.IsNullOrWhiteSpace(words) && FourDigits(words) is null);
    }

    /// <summary>The error in a member; nothing if none could be read.</summary>
    internal static (int? Code, string? Words, string? Kind) In(WireObject holder, string name)
    {
        if (holder.Object(name) is { } error)
            return Read(error);
        var text = holder.Text(name);
        return (FourDigits(text) ?? FourDigits(text?[(text.LastIndexOf('#') + 1)..]), null, null);
    }

    private static int? FourDigits(string? text) => WireObject.WholeIn(text) is >= 1000 and <= 9999 and var code ? code : null;
}
