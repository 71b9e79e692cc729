using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.Viber;

/// <summary>Asks Viber about the bot: whether the token is valid, and where webhooks go, and which.</summary>
/// <param name="ask">Writes the request for the bot's data.</param>
internal sealed class ViberChecks(Func<HttpRequestMessage> ask)
{
    private const string Credentials = "credentials";
    private const string Webhook = "webhook";

    /// <summary>The checks.</summary>
    /// <param name="receiptsTo">The address at which this service takes the account's receipts.</param>
    public IReadOnlyList<AccountCheck> All(Uri receiptsTo) =>
    [
        new AccountCheck(Credentials, ask, TokenAccepted),
        new AccountCheck(Webhook, ask, response => WebhookFound(response, receiptsTo)),
    ];

    private static AccountFinding TokenAccepted(ProviderResponse response) => Body(response)?.Whole("status") switch
    {
        0 => new AccountFinding(Credentials, AccountVerdict.Right, "Viber accepts the authentication token"),
        ViberErrors.InvalidToken => new AccountFinding(
            Credentials, AccountVerdict.Wrong, "Viber does not accept the authentication token", nameof(ViberOptions.AuthToken)),
        _ => AccountFinding.Unclear(Credentials, response),
    };

    private static AccountFinding WebhookFound(ProviderResponse response, Uri receiptsTo)
    {
        if (Body(response) is not { } bot || bot.Whole("status") != 0)
            return AccountFinding.Unclear(Webhook, response);
        if (!bot.Has("webhook") || bot.Text("webhook") is not { Length: > 0 } webhook)
            return Wrong($"the bot has no webhook, and sends nothing without one: set {receiptsTo} by set_webhook");
        if (webhook != receiptsTo.AbsoluteUri)
            return Wrong($"Viber posts webhooks to another address: set {receiptsTo} by set_webhook");
        var events = bot.Ids("event_types");
        return events.Contains("delivered") && events.Contains("failed")
            ? new AccountFinding(Webhook, AccountVerdict.Right, "Viber posts webhooks here")
            : Wrong("the webhook is not set for the events delivered and failed, so they are not reported: repeat set_webhook");

        static AccountFinding Wrong(string text) => new(Webhook, AccountVerdict.Wrong, text);
    }

    private static WireObject? Body(ProviderResponse response) =>
        response.Status == 200 && WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first : null;
}
