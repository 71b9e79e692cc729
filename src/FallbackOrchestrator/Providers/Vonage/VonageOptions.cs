using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.Vonage;

/// <summary>
/// The settings of one sender at Vonage. Calls carry the account's key and secret. The alternative, a token signed with an application's
/// private key, would need a clock and random numbers where a call is written, and proves nothing more.
/// </summary>
internal sealed class VonageOptions
{
    /// <summary>The account's API key.</summary>
    [Required]
    public string ApiKey { get; init; } = "";

    /// <summary>The account's API secret; Vonage has issued some of 8 characters. Secret.</summary>
    [Required, Secret(Least = 8)]
    public string ApiSecret { get; init; } = "";

    /// <summary>
    /// The sender: on Viber the service id, on WhatsApp the business's number, on RCS the sender id of the agent; on SMS the sender ID,
    /// used if the message names none.
    /// </summary>
    [Required]
    public string From { get; init; } = "";

    /// <summary>The account's signature secret, with which Vonage signs webhooks. Secret.</summary>
    [Required, Secret]
    public string SignatureSecret { get; init; } = "";

    /// <summary>
    /// The signature secret before the last change; accepted as well as <see cref="SignatureSecret"/> until it is removed here. Secret.
    /// </summary>
    [Secret]
    public string? PreviousSignatureSecret { get; init; }

    /// <summary>The purpose of the messages for Viber: <c>transaction</c> or <c>promotion</c>. Ignored on the other channels.</summary>
    /// <value>The default is <c>transaction</c>.</value>
    [Required, RegularExpression("transaction|promotion", ErrorMessage = "the category is transaction or promotion")]
    public string Category { get; init; } = "transaction";

    /// <summary>
    /// The purpose of the messages for RCS, which some countries require: <c>authentication</c>, <c>transaction</c>, <c>promotion</c>,
    /// <c>service-request</c> or <c>acknowledgement</c>. Ignored on the other channels.
    /// </summary>
    [RegularExpression(
        "authentication|transaction|promotion|service-request|acknowledgement",
        ErrorMessage = "the category of RCS is authentication, transaction, promotion, service-request or acknowledgement")]
    public string? RcsCategory { get; init; }

    /// <summary>
    /// True if Vonage's Fraud Defender Premium is not to stop these messages, for example because the numbers were checked before.
    /// </summary>
    /// <value>The default is false.</value>
    public bool TrustedRecipient { get; init; }

    /// <summary>Removes these secrets from Vonage's texts.</summary>
    internal ErrorTextRedactor Redactor() => new(ApiSecret, SignatureSecret, PreviousSignatureSecret);
}
