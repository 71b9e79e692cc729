using System.Net;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Subaccounts;
using Microsoft.Extensions.Options;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>Validates a webhook that somebody wants to register.</summary>
internal sealed class WebhookParser(SubaccountDirectory subaccounts, IOptions<StatusWebhooksOptions> options)
{
    private const int LongestUrl = 2_048;

    /// <summary>The longest secret that a customer may register.</summary>
    public const int LongestSecret = 4_096;

    /// <summary>The most webhooks, or names of webhooks, in one request.</summary>
    public const int MostInRequest = 100;

    /// <summary>Shown instead of a secret; if it is sent back, it means the stored secret.</summary>
    public const string Hidden = "***";

    private static readonly string[] WithoutType = ["CADR", "MSG"];

    /// <summary>All types that may be stored.</summary>
    internal static readonly string[] Types = [.. WithoutType, "CABM", WebhookDirectory.Operational];

    /// <summary>The types that a webhook is for.</summary>
    public static IReadOnlyList<string> TypesOf(string? type) => string.IsNullOrEmpty(type) ? WithoutType : [type.ToUpperInvariant()];

    /// <summary>Checks the number of entries in a request.</summary>
    public static Problem? CheckCount(int count) => count is 0 or > MostInRequest
        ? OutOfRange("body", $"must be an array of 1 to {MostInRequest} entries")
        : null;

    public Problem? Check(WebhookObject? webhook, CustomerAccountId account, string field)
    {
        if (webhook is null)
            return InvalidParameter(field, "must be an object");
        return CheckTarget(webhook.SubAccountId, webhook.Type, account, field)
            ?? CheckUrl(webhook.Url, $"{field}.url")
            ?? CheckAuthorization(webhook, field)
            ?? CheckOperational(webhook, field)
            ?? CheckFormat(webhook, field);
    }

    public Problem? CheckTarget(string? subaccount, string? type, CustomerAccountId account, string field)
    {
        if (string.IsNullOrEmpty(subaccount))
            return InvalidParameter($"{field}.subAccountId", "is required: a subaccount or *");
        if (subaccount != WebhookDirectory.EverySubaccount && subaccounts.AccountOf(new SubaccountId(subaccount)) != account)
            return IllegalSubaccount($"{field}.subAccountId");
        return string.IsNullOrEmpty(type) || Types.Contains(type, StringComparer.OrdinalIgnoreCase)
            ? null
            : InvalidParameter($"{field}.type", $"must be one of {string.Join(", ", Types)}");
    }

    /// <summary>
    /// Returns the reason why an address will never be called, with the correction; null if it may be called. This check helps people who
    /// mistype. When the endpoint is called, the addresses of its name are checked again.
    /// </summary>
    public static string? WhyNot(string? text, StatusWebhooksOptions options)
    {
        if (text is null || text.Length > LongestUrl || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
            return $"must be an absolute address of at most {LongestUrl} characters";
        if (url.Scheme != Uri.UriSchemeHttps && !(options.AllowHttp && url.Scheme == Uri.UriSchemeHttp))
            return options.AllowHttp ? "must begin with https:// or http://" : "must begin with https://";
        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            return "may have neither a user name nor a fragment";
        if (IPAddress.TryParse(url.IdnHost, out var address) && !options.AllowPrivateAddresses && !AddressRanges.IsPublic(address))
            return "is not an address of the public internet";
        return null;
    }

    private static Problem? CheckFormat(WebhookObject webhook, string field)
    {
        if (webhook.Format is null)
            return null;
        if (WebhookDirectory.Inbound.Equals(webhook.Type, StringComparison.OrdinalIgnoreCase))
        {
            return webhook.Format == WebhookFormat.Inbound3
                ? null
                : InvalidParameter(
                    $"{field}.format", $"must be {WebhookFormat.Inbound3} for the type {WebhookDirectory.Inbound}, or left out");
        }
        return WebhookFormat.All.Contains(webhook.Format)
            ? null
            : InvalidParameter($"{field}.format", $"must be one of {string.Join(", ", WebhookFormat.All)}");
    }

    private static Problem? CheckOperational(WebhookObject webhook, string field)
    {
        if (!WebhookDirectory.Operational.Equals(webhook.Type, StringComparison.OrdinalIgnoreCase))
            return null;
        if (webhook.SubAccountId != WebhookDirectory.EverySubaccount)
            return InvalidParameter(
                $"{field}.subAccountId", $"must be * for the type {WebhookDirectory.Operational}: it is for the whole account");
        return webhook.Format is null or WebhookFormat.Events1
            ? null
            : InvalidParameter(
                $"{field}.format", $"must be {WebhookFormat.Events1} for the type {WebhookDirectory.Operational}, or left out");
    }

    private Problem? CheckUrl(string? text, string field) => WhyNot(text, options.Value) is { } mend ? InvalidParameter(field, mend) : null;

    private Problem? CheckAuthorization(WebhookObject webhook, string field)
    {
        if (webhook.HttpAuthorization is { Length: > 0 } header && !HeaderValue.TryRead(header, LongestSecret, out _))
            return InvalidParameter(
                $"{field}.httpAuthorization", $"may have {LongestSecret} printable ASCII characters, and no space at either end");
        if (webhook.Oauth is not { } oauth)
            return null;
        if (!string.IsNullOrEmpty(webhook.HttpAuthorization))
            return InvalidParameter($"{field}.oauth", "cannot be combined with httpAuthorization");
        if (string.IsNullOrEmpty(oauth.ClientId) || oauth.ClientId.Length > LongestSecret)
            return InvalidParameter($"{field}.oauth.clientId", $"is required, at most {LongestSecret} characters");
        if (string.IsNullOrEmpty(oauth.ClientSecret) || oauth.ClientSecret.Length > LongestSecret)
            return InvalidParameter($"{field}.oauth.clientSecret", $"is required, at most {LongestSecret} characters");
        if (oauth.CredentialsLocation is not ("header" or "body"))
            return InvalidParameter($"{field}.oauth.credentialsLocation", "must be header or body");
        if (oauth.Scope is { Length: > LongestSecret })
            return InvalidParameter($"{field}.oauth.scope", $"may have {LongestSecret} characters");
        return CheckUrl(oauth.Url, $"{field}.oauth.url");
    }
}
