using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.Zalo;

/// <summary>The settings of one Zalo Official Account, and of the Zalo app that sends for it.</summary>
internal sealed class ZaloOptions
{
    /// <summary>The app's id, digits. It is part of what Zalo signs.</summary>
    [Required, RegularExpression("[0-9]{1,32}", ErrorMessage = "the app id is 1 to 32 digits")]
    public string AppId { get; init; } = "";

    /// <summary>The access token that the Official Account gave to the app. Zalo lets it expire after some hours. Secret.</summary>
    [Required, HeaderSafe, Secret]
    public string AccessToken { get; init; } = "";

    /// <summary>The Official Account's secret key, with which Zalo signs webhooks; not the app's secret key. Secret.</summary>
    [Required, Secret]
    public string OaSecretKey { get; init; } = "";

    /// <summary>
    /// The Official Account's secret key before the last change; accepted as well as <see cref="OaSecretKey"/> until it is removed here.
    /// Secret.
    /// </summary>
    [Secret]
    public string? PreviousOaSecretKey { get; init; }

    /// <summary>Removes these secrets from Zalo's texts.</summary>
    internal ErrorTextRedactor Redactor() => new(AccessToken, OaSecretKey, PreviousOaSecretKey);
}
