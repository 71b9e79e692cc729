using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.EightByEight;

/// <summary>The settings of one subaccount of 8x8's SMS API.</summary>
internal sealed class EightByEightOptions
{
    /// <summary>The subaccount at 8x8.</summary>
    [Required, RegularExpression(@"[A-Za-z0-9\-._&]{3,50}", ErrorMessage = "a subaccount's id has 3 to 50 letters, digits and -._&")]
    public string SubAccountId { get; init; } = "";

    /// <summary>An API key of 8x8 Connect, which 8x8 also calls a token. Secret.</summary>
    [Required, HeaderSafe, Secret]
    public string ApiToken { get; init; } = "";

    /// <summary>
    /// The sender that handsets show if the message names none: a number with its +, a short code or a name. If it is left out, 8x8 uses
    /// the subaccount's own.
    /// </summary>
    public string? From { get; init; }

    /// <summary>
    /// Signs the address to which 8x8 posts receipts, because 8x8 signs nothing. Any random text; nobody else needs it. Secret.
    /// </summary>
    [Required, Secret]
    public string ReceiptSecret { get; init; } = "";

    /// <summary>
    /// The <see cref="ReceiptSecret"/> before the last change; addresses that were signed with it are accepted until it is removed here.
    /// Secret.
    /// </summary>
    [Secret]
    public string? PreviousReceiptSecret { get; init; }

    /// <summary>
    /// The secret in the <c>httpAuthorization</c> of the webhook at 8x8, after <c>Bearer</c>, if inbound SMS are to be taken here. Secret.
    /// </summary>
    [Secret]
    public string? WebhookSecret { get; init; }

    /// <summary>
    /// The <see cref="WebhookSecret"/> before the last change; accepted as well until it is removed here. Secret.
    /// </summary>
    [Secret]
    public string? PreviousWebhookSecret { get; init; }

    /// <summary>Removes these secrets from 8x8's texts.</summary>
    internal ErrorTextRedactor Redactor() => new(ApiToken, ReceiptSecret, PreviousReceiptSecret, WebhookSecret, PreviousWebhookSecret);
}
