using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>The formats of a webhook's payloads.</summary>
internal static class WebhookFormat
{
    /// <summary>8x8's delivery receipt, version 9.</summary>
    public const string Receipt9 = "8x8-v9";

    /// <summary>8x8's delivery receipt, version 8.</summary>
    public const string Receipt8 = "8x8-v8";

    /// <summary>Our own: every event of the timeline, or of an operational webhook.</summary>
    public const string Events1 = "events-v1";

    /// <summary>8x8's inbound message, version 3: the format of webhooks of the type <c>MSG</c>.</summary>
    public const string Inbound3 = "8x8-v3";

    /// <summary>The formats that a webhook may be registered with.</summary>
    public static readonly IReadOnlyList<string> All = [Receipt9, Receipt8, Events1];
}

/// <summary>A registered endpoint, ready to be called.</summary>
internal sealed record Webhook
{
    public required Guid Id { get; init; }

    public required CustomerAccountId Account { get; init; }

    /// <summary>A subaccount, or <c>*</c>.</summary>
    public required string Subaccount { get; init; }

    public required Uri Url { get; init; }

    public required string Format { get; init; }

    public required SigningSecret Secret { get; init; }

    /// <summary>The secret before the last rotation, and the time until which it also signs.</summary>
    public SigningSecret? PreviousSecret { get; init; }

    public DateTimeOffset? PreviousUntil { get; init; }

    /// <summary>The value of the <c>Authorization</c> header.</summary>
    public HeaderValue? Authorization { get; init; }

    public OauthCredentials? Oauth { get; init; }

    /// <summary>
    /// True if its updates are stored but it is not called: it responded that it is gone, or all attempts have failed for too long.
    /// </summary>
    public bool IsStopped { get; init; }

    /// <summary>What it is told of: <c>CADR</c>, <c>MSG</c> or <c>OPS</c>.</summary>
    public required string Type { get; init; }

    public string EndpointKey => Id.ToString("D");

    /// <summary>The signatures of one delivery: one, or two while the previous secret is valid.</summary>
    public string Sign(string id, DateTimeOffset now, string body)
    {
        var signature = Secret.Sign(id, now.ToUnixTimeSeconds(), body);
        return PreviousSecret is not null && now < PreviousUntil
            ? $"{signature} {PreviousSecret.Sign(id, now.ToUnixTimeSeconds(), body)}"
            : signature;
    }

    public static Webhook Of(WebhookRow row) => new()
    {
        Id = row.Id,
        Account = new CustomerAccountId(row.CustomerAccountId),
        Subaccount = row.SubaccountId,
        Url = new Uri(row.Url),
        Format = row.Format,
        Secret = SigningSecret.Parse(row.Secret),
        PreviousSecret = row.PreviousSecret is { } previous ? SigningSecret.Parse(previous) : null,
        PreviousUntil = row.PreviousUntil,
        IsStopped = row.StoppedAt is not null,
        Type = row.Type,
        Authorization = HeaderValue.TryRead(row.HttpAuthorization?.Trim(' '), WebhookParser.LongestSecret, out var authorization)
            ? authorization : null,
        Oauth = row.Oauth is { } oauth ? JsonSerializer.Deserialize(oauth, WebhookRowJson.Default.OauthCredentials) : null,
    };
}

/// <summary>OAuth 2.0 client credentials, used to fetch an access token for the calls.</summary>
public sealed record OauthCredentials
{
    /// <summary>The token endpoint.</summary>
    [Required]
    public string? Url { get; init; }

    [Required]
    public string? ClientId { get; init; }

    /// <summary>
    /// Returned as <c>***</c>. If <c>***</c> is posted back, the stored secret is kept, as long as the token endpoint and the webhook's
    /// address stay the same.
    /// </summary>
    [Required]
    public string? ClientSecret { get; init; }

    /// <summary><c>header</c> (Basic authentication) or <c>body</c> (form).</summary>
    [JsonConverter(typeof(CredentialsLocationNames))]
    [Required]
    public string? CredentialsLocation { get; init; }

    /// <summary>Scopes to ask for, separated by spaces.</summary>
    public string? Scope { get; init; }
}

/// <summary>The parts of a webhook's row that are JSON: stored data.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OauthCredentials))]
internal sealed partial class WebhookRowJson : JsonSerializerContext;
