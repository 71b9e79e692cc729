using System.Collections.Frozen;
using System.Globalization;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using static FallbackOrchestrator.Messages.ErrorClass;
using static FallbackOrchestrator.Messages.ErrorSubject;

namespace FallbackOrchestrator.Providers.Zalo;

/// <summary>Zalo's errors (https://zalo.cloud/zns/guidelines/handle-error-code), which come with HTTP status 200.</summary>
internal static class ZaloErrors
{
    /// <summary>The errors about the access token.</summary>
    internal static readonly FrozenSet<int> AreAboutToken = [-124, -216, -220];

    internal static readonly ErrorTable Table = new(new Dictionary<int, KnownError>
    {
        [-108] = new(NotReachable), // not a number
        [-110] = new(NotReachable), // an old version of Zalo
        [-114] = new(NotReachable), // inactive, does not want it, or an old version
        [-118] = new(NotReachable) { NotOnChannel = true }, // no account
        [-119] = new(NotReachable), // cannot receive it
        [-133] = new(NotReachable), // not at night
        [-134] = new(NotReachable), // asked for consent, and no answer yet

        [-139] = new(RecipientRefused), // this kind of messages
        [-140] = new(RecipientRefused), // messages after a service
        [-141] = new(RecipientRefused), // messages of this Official Account

        [-107] = new(BadRequest),
        [-109] = new(BadRequest), // the template's id
        [-111] = new(BadRequest), // the template's values, here and below
        [-112] = new(BadRequest),
        [-113] = new(BadRequest), // a button
        [-116] = new(BadRequest), // the text
        [-117] = new(BadRequest), // the Official Account may not use the template
        [-121] = new(BadRequest), // no content
        [-122] = new(BadRequest), // the form of the body
        [-127] = new(BadRequest), // a test template, which goes to administrators only
        [-130] = new(BadRequest), // too long
        [-131] = new(BadRequest), // the template is not approved
        [-132] = new(BadRequest), // a parameter
        [-146] = new(BadRequest), // the template is disabled, for its quality

        [-101] = new(Configuration, About: Account), // the app, here and below
        [-102] = new(Configuration, About: Account),
        [-103] = new(Configuration, About: Account),
        [-104] = new(Configuration, About: Account),
        [-105] = new(Configuration, About: Account), // no Official Account is linked
        [-106] = new(Configuration, About: Account), // the method
        [-120] = new(Configuration, About: Account), // the Official Account lacks a permission
        [-124] = new(Configuration, About: Account), // the access token
        [-125] = new(Configuration, About: Account), // the Official Account's id
        [-135] = new(Configuration, About: Account), // the Official Account may not send
        [-136] = new(Configuration, About: Account), // no Zalo Cloud Account is linked
        [-138] = new(Configuration, About: Account), // the app lacks a permission
        [-145] = new(Configuration), // the Official Account may not send this kind of messages
        [-216] = new(Configuration, About: Account), // the access token
        [-220] = new(Configuration, About: Account), // the access token has expired, or was withdrawn
        [-115] = new(Configuration, ErrorCodes.NoCredit, About: Account),
        [-126] = new(Configuration, ErrorCodes.NoCredit, About: Account),
        [-137] = new(Configuration, ErrorCodes.NoCredit, About: Account),

        [-144] = new(Throttled) { OutlastsAnyStep = true }, // the day's messages are used up
        [-147] = new(Throttled) { OutlastsAnyStep = true }, // the day's messages of the template

        [-100] = new(Other, About: Account) { IsUnclear = true }, // something went wrong
    });

    /// <summary>The meaning of a call that was not accepted.</summary>
    /// <param name="response">The response.</param>
    /// <param name="code">Its error; null if it has none.</param>
    /// <param name="text">Zalo's text, safe to store.</param>
    public static CallResult Refusal(ProviderResponse response, int? code, string? text) =>
        // An error with a 200 says that the message was not accepted, whether it is known or not.
        code is { } number && !Table.Known.ContainsKey(number) && response.Status is >= 200 and < 300
            ? new CallResult.Rejected(AttemptError.Of(Other, number.ToString(CultureInfo.InvariantCulture), text))
            : Table.Refusal(response, code, text);
}
