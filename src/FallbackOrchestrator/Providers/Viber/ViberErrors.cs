using System.Globalization;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using static FallbackOrchestrator.Messages.ErrorClass;
using static FallbackOrchestrator.Messages.ErrorSubject;

namespace FallbackOrchestrator.Providers.Viber;

/// <summary>
/// Viber's errors (https://creators.viber.com/docs/bots-api/errors), which come with HTTP status 200, with 8x8's code for Viber if it
/// publishes one for the same reason.
/// </summary>
internal static class ViberErrors
{
    internal const int InvalidToken = 2;

    internal static readonly ErrorTable Table = new(new Dictionary<int, KnownError>
    {
        [5] = new(NotReachable, 2008), // no such user
        [6] = new(NotReachable), // never subscribed, or not any more: no reason to leave the person alone on other channels
        [11] = new(NotReachable, 2009), // no suitable device
        [13] = new(NotReachable, 2022), // the person's Viber is too old, here and below
        [14] = new(NotReachable, 2022),

        [3] = new(BadRequest, 2003), // the form of the call
        [4] = new(BadRequest, 2005), // something is missing
        [16] = new(BadRequest), // a message inside a chat, which no bot may send

        [1] = new(Configuration, About: Account), // the webhook's address
        [InvalidToken] = new(Configuration, About: Account),
        [7] = new(Configuration, About: Account), // the bot is blocked
        [8] = new(Configuration, About: Account), // there is no such bot
        [9] = new(Configuration, About: Account), // the bot is suspended
        [10] = new(Configuration, About: Account), // no webhook is set
        [15] = new(Configuration, About: Account), // the bot may not call this
        [17] = new(Configuration, About: Account), // the bot is not one for chats
        [18] = new(Configuration, About: Account), // the bot has no public chat
        [19] = new(Configuration, About: Account), // the bot may not send to many, here and below
        [20] = new(Configuration, About: Account),

        [12] = new(Throttled), // more than 100 messages in an hour to a person who does not reply, or too many calls
    });

    /// <summary>The meaning of a call that was not accepted.</summary>
    /// <param name="response">The response.</param>
    /// <param name="status">Viber's status; null if it has none.</param>
    /// <param name="text">Viber's text, safe to store.</param>
    public static CallResult Refusal(ProviderResponse response, int? status, string? text) =>
        // A status with a 200 says that the message was not accepted, whether it is known or not.
        status is { } number && !Table.Known.ContainsKey(number) && response.Status is >= 200 and < 300
            ? new CallResult.Rejected(AttemptError.Of(Other, number.ToString(CultureInfo.InvariantCulture), text))
            : Table.Refusal(response, status, text);
}
