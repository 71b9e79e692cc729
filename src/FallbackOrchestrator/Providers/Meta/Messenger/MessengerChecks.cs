using System.Net.Http.Headers;
using System.Text.Json;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Meta.Messenger;

/// <summary>
/// Asks Meta whether the token may use the Page, and whether an app is subscribed to its webhooks
/// (https://developers.facebook.com/docs/graph-api/reference/page/subscribed_apps).
/// </summary>
internal sealed class MessengerChecks(AccountSettings settings, MessengerOptions options)
{
    private const string Credentials = "credentials";
    private const string Webhook = "webhook";
    private const string Deliveries = "message_deliveries";
    private const int InvalidToken = 190;

    /// <summary>The checks.</summary>
    /// <param name="receiptsTo">The address at which this service takes the account's receipts.</param>
    public IReadOnlyList<AccountCheck> All(Uri receiptsTo) =>
    [
        new AccountCheck(Credentials, () => Get($"{options.PageId}?fields=id"), PageFound),
        new AccountCheck(Webhook, () => Get($"{options.PageId}/subscribed_apps"), response => Subscribed(response, receiptsTo)),
    ];

    private HttpRequestMessage Get(string path) => new(HttpMethod.Get, settings.Address(MetaProvider.Host, $"{options.GraphVersion}/{path}"))
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", options.AccessToken) },
    };

    private AccountFinding PageFound(ProviderResponse response)
    {
        var body = Body(response);
        if (response.Status == 200 && body?.Text("id") == options.PageId)
            return new AccountFinding(Credentials, AccountVerdict.Right, "the token may use the Page");
        var code = body is null ? null : MetaError.In(body, "error", JsonValueKind.Object).Code;
        return response.Status is 429 or >= 500 ? AccountFinding.Unclear(Credentials, response)
            : response.Status == 401 || code == InvalidToken
                ? new AccountFinding(
                    Credentials, AccountVerdict.Wrong, "Meta does not accept the token: it is wrong, or has expired",
                    nameof(MessengerOptions.AccessToken))
            : response.Status is 400 or 403 or 404
                ? new AccountFinding(
                    Credentials, AccountVerdict.Wrong, "there is no such Page, or the token is not one of this Page", nameof(MessengerOptions.PageId))
            : AccountFinding.Unclear(Credentials, response);
    }

    // Reading the subscriptions needs a permission (pages_manage_metadata) that sending does not, so a refusal says nothing.
    private AccountFinding Subscribed(ProviderResponse response, Uri receiptsTo)
    {
        if (response.Status != 200 || Body(response) is not { } body)
            return AccountFinding.Unclear(Webhook, response);
        var apps = body.Objects("data");
        if (apps.Count == 0)
        {
            return new AccountFinding(
                Webhook, AccountVerdict.Wrong, "no app is subscribed to the Page, so no receipt comes: POST /{page}/subscribed_apps, or subscribe "
                    + "it in the app's dashboard");
        }
        return settings.Channel == Channel.Facebook.Name && !apps.Any(app => app.Ids("subscribed_fields").Contains(Deliveries))
            ? new AccountFinding(Webhook, AccountVerdict.Wrong, $"the app is not subscribed to {Deliveries}, so no delivery is reported")
            : new AccountFinding(Webhook, AccountVerdict.Right, $"an app is subscribed; its webhook address must be {receiptsTo}");
    }

    private static WireObject? Body(ProviderResponse response) =>
        WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first : null;
}
