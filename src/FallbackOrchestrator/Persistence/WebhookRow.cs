namespace FallbackOrchestrator.Persistence;

/// <summary>
/// A registered webhook. Its secrets are encrypted if the service has a wrapping key (<see cref="Secrets.StoredSecrets"/>); otherwise a
/// reader of this table can forge status updates.
/// </summary>
public sealed class WebhookRow
{
    public Guid Id { get; init; }
    public Guid CustomerAccountId { get; init; }

    /// <summary>A subaccount, or <c>*</c> for all of the account.</summary>
    public string SubaccountId { get; init; } = "";

    /// <summary><c>CADR</c>, <c>MSG</c>, <c>CABM</c> or <c>OPS</c>.</summary>
    public string Type { get; init; } = "";

    public string Url { get; set; } = "";
    public bool Enabled { get; set; }

    /// <summary>The payload's format, as it is written in the configuration API.</summary>
    public string Format { get; set; } = "";

    /// <summary>The value of the <c>Authorization</c> header.</summary>
    public string? HttpAuthorization { get; set; }

    /// <summary>OAuth client credentials, as JSON.</summary>
    public string? Oauth { get; set; }

    /// <summary>The signing secret, <c>whsec_</c> and base64.</summary>
    public string Secret { get; set; } = "";

    /// <summary>The secret before the last rotation. It also signs, until <see cref="PreviousUntil"/>.</summary>
    public string? PreviousSecret { get; set; }

    public DateTimeOffset? PreviousUntil { get; set; }
    public DateTimeOffset? FailingSince { get; set; }
    public DateTimeOffset? StoppedAt { get; set; }

    /// <summary>A <see cref="StopReason"/>. A text, because a value of a newer version must not make all webhooks unreadable.</summary>
    public string? StoppedBecause { get; set; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>True if nothing that may change differs between two rows of one webhook.</summary>
    public bool IsLike(WebhookRow other) =>
        (Url, Enabled, Format, HttpAuthorization, Oauth, Secret, PreviousSecret) == (other.Url, other.Enabled, other.Format,
            other.HttpAuthorization, other.Oauth, other.Secret, other.PreviousSecret)
        && (PreviousUntil, FailingSince, StoppedAt, StoppedBecause) == (other.PreviousUntil, other.FailingSince, other.StoppedAt,
            other.StoppedBecause);
}
