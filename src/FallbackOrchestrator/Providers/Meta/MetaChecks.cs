using System.Net.Http.Headers;
using System.Text.Json;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.Meta;

/// <summary>
/// Asks Meta whether the token may use the number, and, if the account's id is known, whether an app is subscribed to its webhooks:
/// https://developers.facebook.com/docs/graph-api/reference/whats-app-business-account/subscribed_apps/.
/// </summary>
internal sealed class MetaChecks(AccountSettings settings, MetaOptions options)
{
    private const string Credentials = "credentials";
    private const string Webhook = "webhook";
    private const int InvalidToken = 190;

    // Missing permissions: 10 and 200 to 299.
    private const int PermissionDenied = 10;

    /// <summary>The checks.</summary>
    /// <param name="receiptsTo">The address at which this service takes the account's receipts.</param>
    public IReadOnlyList<AccountCheck> All(Uri receiptsTo) => options.BusinessAccountId is { Length: > 0 } id
        ? [Number(), new AccountCheck(Webhook, () => Get($"{id}/subscribed_apps"), response => Subscribed(response, receiptsTo))]
        : [Number()];

    private AccountCheck Number() =>
        new(Credentials, () => Get($"{options.PhoneNumberId}?fields=id,display_phone_number"), NumberFound);

    private HttpRequestMessage Get(string path) => new(HttpMethod.Get, settings.Address(MetaProvider.Host, $"{options.GraphVersion}/{path}"))
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", options.AccessToken) },
    };

    private AccountFinding NumberFound(ProviderResponse response) =>
        response.Status == 200 && Body(response)?.Text("id") == options.PhoneNumberId
            ? new AccountFinding(Credentials, AccountVerdict.Right, "the token may use the number")
            : Refused(Credentials, response, nameof(MetaOptions.PhoneNumberId), "there is no such number, or the token may not use it");

    private static AccountFinding Subscribed(ProviderResponse response, Uri receiptsTo)
    {
        if (response.Status != 200 || Body(response) is not { } body)
        {
            return Refused(
                Webhook, response, nameof(MetaOptions.BusinessAccountId), "there is no such WhatsApp business account, or the token may not read it");
        }
        var apps = body.Objects("data");
        if (apps.Count == 0)
        {
            return new AccountFinding(
                Webhook, AccountVerdict.Wrong, "no app is subscribed to the WhatsApp business account, so no receipt comes: POST /{business account}/subscribed_apps, "
                    + "or subscribe it in the app's dashboard");
        }
        var other = apps.Select(app => app.Text("override_callback_uri")).FirstOrDefault(address => address is not null && address != receiptsTo.AbsoluteUri);
        return other is null
            ? new AccountFinding(Webhook, AccountVerdict.Right, $"an app is subscribed; its webhook address must be {receiptsTo}")
            : new AccountFinding(Webhook, AccountVerdict.Wrong, $"Meta posts receipts to another address: set {receiptsTo} as the callback of the subscription");
    }

    private static AccountFinding Refused(string subject, ProviderResponse response, string setting, string otherwise)
    {
        var code = Body(response) is { } body ? MetaError.In(body, "error", JsonValueKind.Object).Code : null;
        return response.Status is 429 or >= 500 ? AccountFinding.Unclear(subject, response)
            : response.Status == 401 || code == InvalidToken
                ? new AccountFinding(subject, AccountVerdict.Wrong, "Meta does not accept the token: it is wrong, or has expired", nameof(MetaOptions.AccessToken))
            : response.Status == 403 || code is PermissionDenied or (>= 200 and < 300)
                ? new AccountFinding(subject, AccountVerdict.Wrong, "the token lacks a permission (whatsapp_business_messaging, whatsapp_business_management)", nameof(MetaOptions.AccessToken))
            : response.Status is 400 or 404 ? new AccountFinding(subject, AccountVerdict.Wrong, otherwise, setting)
            : AccountFinding.Unclear(subject, response);
    }

    private static WireObject? Body(ProviderResponse response) =>
        WireObject.Read(response.Body, response.Unexpected) is [var first, ..] ? first : null;
}
