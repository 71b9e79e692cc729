using System.Net.Http.Headers;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.Line;

/// <summary>
/// Asks LINE whether the token is valid, and where the channel's webhooks go
/// (https://developers.line.biz/en/reference/messaging-api/#get-webhook-endpoint-information).
/// </summary>
internal sealed class LineChecks(AccountSettings settings, AuthenticationHeaderValue authorization)
{
    private const string Credentials = "credentials";
    private const string Webhook = "webhook";

    /// <summary>The checks.</summary>
    /// <param name="receiptsTo">The address at which this service takes the account's receipts.</param>
    public IReadOnlyList<AccountCheck> All(Uri receiptsTo) =>
    [
        new AccountCheck(Credentials, () => Get("v2/bot/info"), TokenAccepted),
        new AccountCheck(Webhook, () => Get("v2/bot/channel/webhook/endpoint"), response => WebhookFound(response, receiptsTo)),
    ];

    private HttpRequestMessage Get(string path) =>
        new(HttpMethod.Get, settings.Address(LineProvider.Host, path)) { Headers = { Authorization = authorization } };

    private static AccountFinding TokenAccepted(ProviderResponse response) => response.Status switch
    {
        200 => new AccountFinding(Credentials, AccountVerdict.Right, "LINE accepts the channel access token"),
        401 or 403 => new AccountFinding(
            Credentials, AccountVerdict.Wrong, "LINE does not accept the channel access token", nameof(LineOptions.AccessToken)),
        _ => AccountFinding.Unclear(Credentials, response),
    };

    private static AccountFinding WebhookFound(ProviderResponse response, Uri receiptsTo)
    {
        if (response.Status != 200 || WireObject.Read(response.Body, response.Unexpected) is not [var body, ..])
        {
            return response.Status == 404
                ? new AccountFinding(Webhook, AccountVerdict.Wrong, $"the channel has no webhook URL: set {receiptsTo} in the LINE Developers Console")
                : AccountFinding.Unclear(Webhook, response);
        }
        // Several accounts here may share one channel and its address.
        return body.Text("endpoint") is { } endpoint && !endpoint.StartsWith(new Uri(receiptsTo, ".").AbsoluteUri, StringComparison.Ordinal)
            ? new AccountFinding(Webhook, AccountVerdict.Wrong, $"LINE posts webhooks to another address: set {receiptsTo} in the LINE Developers Console")
            : new AccountFinding(Webhook, AccountVerdict.Right, "LINE posts webhooks here; \"Use webhook\" and \"Webhook redelivery\" must be on");
    }
}
