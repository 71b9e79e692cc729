using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using static FallbackOrchestrator.Messages.ErrorClass;
using static FallbackOrchestrator.Messages.ErrorSubject;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>Twilio's error codes (https://www.twilio.com/docs/api/errors).</summary>
internal static class TwilioErrors
{
    /// <summary>The message waited longer than its validity period in Twilio's queue.</summary>
    internal const int LifetimeOver = 30036;

    private static readonly Dictionary<int, KnownError> Known = new()
    {
        [21211] = new(NotReachable), // not a number
        [21214] = new(NotReachable), // a number that cannot be reached
        [21217] = new(NotReachable), // a number that is not valid
        [21219] = new(NotReachable), // not verified, on a trial account
        [21408] = new(NotReachable), // the region of this number is not enabled: the others are
        [21608] = new(NotReachable), // not verified, on a trial account
        [21614] = new(NotReachable) { NotOnChannel = true }, // not a mobile number
        [21635] = new(NotReachable) { NotOnChannel = true }, // a landline
        [30003] = new(NotReachable), // handset switched off or away
        [30005] = new(NotReachable), // handset unknown
        [30006] = new(NotReachable), // landline, or no carrier

        [21610] = new(RecipientRefused), // replied STOP
        [30004] = new(RecipientRefused), // blocked

        [21602] = new(BadRequest), // no text
        [21612] = new(BadRequest), // this sender cannot reach this number
        [21617] = new(BadRequest), // too long
        [30007] = new(BadRequest, ErrorCodes.SpamFilter), // filtered
        [30010] = new(BadRequest), // dearer than allowed
        [21624] = new(BadRequest), // validity period
        [30012] = new(BadRequest), // validity period too short
        [30013] = new(BadRequest), // validity period too long
        [30019] = new(BadRequest), // too large for the carrier
        [30450] = new(BadRequest, ErrorCodes.SpamFilter), // blocked for its content

        [20003] = new(Configuration, About: Account), // credentials
        [20005] = new(Configuration, About: Account), // account not active
        [20006] = new(Configuration, About: Account), // access denied
        [20008] = new(Configuration, About: Account), // test credentials
        [20010] = new(Configuration, About: Account), // not enabled for the account
        [20404] = new(Configuration, About: Account), // no such account: the address names nothing else
        [21212] = new(Configuration, About: Sender), // the sender is not a valid one
        [21601] = new(Configuration, About: Sender), // the sender cannot send SMS
        [21616] = new(Configuration, About: Sender), // the sender is more than one of the account's
        [21660] = new(Configuration, About: Sender), // the sender is not one of the account's
        [21661] = new(Configuration, About: Sender), // the sender cannot send SMS
        [21603] = new(Configuration, About: Account), // no sender
        [21606] = new(Configuration, About: Sender), // the sender cannot send SMS
        [21607] = new(Configuration, About: Sender), // the sender is not one of the account's
        [21609] = new(Configuration, About: Account), // our callback address
        [21657] = new(Configuration, About: Sender), // the sender is not one of the account's
        [21659] = new(Configuration, About: Sender), // the sender is not ours
        [21701] = new(Configuration, About: Account), // the messaging service, here and below
        [21702] = new(Configuration, About: Account),
        [21703] = new(Configuration, About: Account),
        [21704] = new(Configuration, About: Account),
        [21705] = new(Configuration, About: Account),
        [21709] = new(Configuration, About: Sender),
        [21711] = new(Configuration, About: Sender),
        [30002] = new(Configuration, About: Account), // account suspended
        [30018] = new(Configuration, About: Sender), // the sender's registration in the recipient's country, here and below
        [30024] = new(Configuration, About: Sender),
        [30032] = new(Configuration, About: Sender),
        [30033] = new(Configuration, About: Sender),
        [30034] = new(Configuration, About: Sender), // sender not registered with US carriers
        [30035] = new(Configuration, About: Sender),

        [20429] = new(Throttled),
        [21611] = new(Throttled), // the sender's queue is full
        [30001] = new(Throttled), // queue overflow
        [30022] = new(Throttled), // the rate of US carriers
        [30023] = new(Throttled) { OutlastsAnyStep = true }, // a day's messages are used up, here and below
        [30027] = new(Throttled) { OutlastsAnyStep = true },
        [63038] = new(Throttled) { OutlastsAnyStep = true },

        [21730] = new(Unavailable, About: Account), // maintenance
        [30017] = new(Unavailable), // the carrier's network is congested
        [30410] = new(Unavailable), // the carrier did not respond in time

        [LifetimeOver] = new(Expired),
    };

    /// <summary>
    /// The errors of WhatsApp, with 8x8's code for the error of Meta's that Twilio maps to it, if there is one
    /// (https://www.twilio.com/docs/whatsapp/api/error-code-mapping).
    /// </summary>
    private static readonly Dictionary<int, KnownError> KnownOnWhatsApp = new(Known)
    {
        [63003] = new(NotReachable, 1018) { NotOnChannel = true }, // no such person on WhatsApp
        [63015] = new(NotReachable), // has not joined the sandbox
        [63016] = new(NotReachable, 1022), // more than 24 h since the person wrote
        [63024] = new(NotReachable, 1018) { NotOnChannel = true }, // not a recipient
        [63032] = new(NotReachable, 1010), // one of WhatsApp's own limits, for example an experiment
        [63049] = new(NotReachable, 1024), // Meta chose not to deliver

        [63014] = new(RecipientRefused), // blocked, or opted out

        [21654] = new(BadRequest), // values without a template
        [21656] = new(BadRequest, 1034), // the form of the template's values
        [63005] = new(BadRequest), // the content
        [63006] = new(BadRequest),
        [63013] = new(BadRequest, ErrorCodes.SpamFilter), // a policy
        [63019] = new(BadRequest, 1026), // the medium cannot be fetched
        [63021] = new(BadRequest), // the content, for example too long
        [63027] = new(BadRequest, 1031), // the template does not exist in this language
        [63028] = new(BadRequest, 1030), // the number of the template's values
        [63030] = new(BadRequest, 1005), // a parameter

        [21910] = new(Configuration, About: Sender), // the sender is of another channel
        [63001] = new(Configuration, About: Account), // Twilio cannot log in at WhatsApp
        [63002] = new(Configuration, About: Sender), // the sender is none of WhatsApp
        [63007] = new(Configuration, About: Sender),
        [63008] = new(Configuration, About: Account),
        [63020] = new(Configuration, About: Account), // Meta's business account
        [63022] = new(Configuration, 1021, About: Sender), // the certificate of the sender
        [63062] = new(Configuration, About: Account), // Meta's terms for marketing messages

        [63018] = new(Throttled), // the rate of the sender

        [63010] = new(Other, About: Account) { IsUnclear = true }, // internal errors, here and below
        [63012] = new(Other, About: Account) { IsUnclear = true },
        [63009] = new(Other), // WhatsApp gives no reason that Twilio knows
        [63023] = new(Other),
    };

    internal static readonly ErrorTable Sms = new(Known);
    internal static readonly ErrorTable WhatsApp = new(KnownOnWhatsApp);
}
