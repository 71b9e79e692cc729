using System.Globalization;
using FallbackOrchestrator.Channels;
using static FallbackOrchestrator.Messages.ErrorClass;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>Vonage's error codes (https://developer.vonage.com/api-errors/messages), and 8x8's for Viber where it publishes one.</summary>
internal static class VonageErrors
{
    /// <summary>The message was not delivered before its lifetime was over.</summary>
    internal const int LifetimeOver = 1360;

    private static readonly Dictionary<int, KnownError> Known = new()
    {
        [1170] = new(NotReachable), // not a number
        [1250] = new(NotReachable), // no route
        [1260] = new(NotReachable),
        [1300] = new(NotReachable), // not on the channel
        [1310] = new(NotReachable), // no device that can show it
        [1340] = new(NotReachable), // outside the window in which the channel allows it

        [1050] = new(RecipientRefused), // barred
        [1240] = new(RecipientRefused), // opted out

        [1010] = new(BadRequest),
        [1020] = new(BadRequest),
        [1021] = new(BadRequest),
        [1022] = new(BadRequest),
        [1040] = new(BadRequest),
        [1090] = new(BadRequest),
        [1120] = new(BadRequest),
        [1130] = new(BadRequest),
        [1140] = new(BadRequest),
        [1150] = new(BadRequest),
        [1160] = new(BadRequest),

        [1060] = new(Configuration),
        [1070] = new(Configuration),
        [1080] = new(Configuration),

        [1000] = new(Throttled),
        [1100] = new(Unavailable), // "not submitted": Vonage could not reach the channel, so nobody has the message
        [LifetimeOver] = new(Expired),
    };

    /// <summary>What 8x8 calls Viber's own reasons (https://developer.8x8.com/connect/docs/delivery-error-codes).</summary>
    private static readonly Dictionary<int, KnownError> KnownOnViber = new(Known)
    {
        [1240] = new(RecipientRefused, 2007),
        [1300] = new(NotReachable, 2008),
        [1310] = new(NotReachable, 2009),
    };

    internal static readonly ErrorTable Sms = new(Known, unclear: [1030]);
    internal static readonly ErrorTable Viber = new(KnownOnViber, unclear: [1030]);

    /// <summary>The code of an error: four digits, as its title or behind the # of its type. Some errors have words in both.</summary>
    internal static int? Code(string? type, string? title) => FourDigits(title) ?? FourDigits(type?[(type.LastIndexOf('#') + 1)..]);

    private static int? FourDigits(string? text) =>
        text is { Length: 4 } && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;
}
