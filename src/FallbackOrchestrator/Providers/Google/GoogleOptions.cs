using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.Google;

/// <summary>
/// The settings of one RCS agent. <see cref="ClientEmail"/>, <see cref="PrivateKeyId"/>, <see cref="PrivateKey"/> and <see cref="TokenUri"/>
/// are in the JSON key of the service account, as <c>client_email</c> and so on.
/// </summary>
internal sealed class GoogleOptions
{
    /// <summary>The agent's id, with or without <c>@rbm.goog</c>.</summary>
    [Required, RegularExpression(@"[A-Za-z0-9._-]{1,200}(@rbm\.goog)?", ErrorMessage = "an agent id has letters, digits, '_', '-' and '.'")]
    public string AgentId { get; init; } = "";

    /// <summary>The service account's address.</summary>
    [Required]
    public string ClientEmail { get; init; } = "";

    /// <summary>The id of the key, so that Google finds it sooner.</summary>
    public string? PrivateKeyId { get; init; }

    /// <summary>The service account's private key, in PEM; its line breaks may be written as <c>\n</c>. Secret.</summary>
    [Required, Secret, GooglePrivateKey]
    public string PrivateKey { get; init; } = "";

    /// <summary>Where access tokens come from; a path that begins with / is one of the account's <c>BaseAddress</c>.</summary>
    /// <value>The default is <c>https://oauth2.googleapis.com/token</c>.</value>
    [Required, RegularExpression("https?://.+|/.*", ErrorMessage = "the address for tokens is an http(s) address, or a path that starts with /")]
    public string TokenUri { get; init; } = "https://oauth2.googleapis.com/token";

    /// <summary>The client token of the webhook, with which Google signs. Secret.</summary>
    [Required, Secret]
    public string ClientToken { get; init; } = "";

    /// <summary>
    /// The client token before the last change; accepted as well as <see cref="ClientToken"/> until it is removed here. Secret.
    /// </summary>
    [Secret]
    public string? PreviousClientToken { get; init; }

    /// <summary>The purpose of the messages, for which operators have rules.</summary>
    /// <value>The default is <c>TRANSACTION</c>.</value>
    [Required, RegularExpression(
        "AUTHENTICATION|TRANSACTION|PROMOTION|SERVICEREQUEST|ACKNOWLEDGEMENT",
        ErrorMessage = "the traffic type is AUTHENTICATION, TRANSACTION, PROMOTION, SERVICEREQUEST or ACKNOWLEDGEMENT")]
    public string TrafficType { get; init; } = "TRANSACTION";

    /// <summary>The agent's id as Google's events write it.</summary>
    internal string Agent => GoogleReceipts.AgentIn(AgentId);

    /// <summary>Removes these secrets from Google's texts.</summary>
    internal ErrorTextRedactor Redactor() => new(PrivateKey, ClientToken, PreviousClientToken);
}
