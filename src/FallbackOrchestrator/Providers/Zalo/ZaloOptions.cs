using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.Zalo;

/// <summary>The settings of one Zalo Official Account, and of the Zalo app that sends for it.</summary>
internal sealed class ZaloOptions
{
    /// <summary>The app's id, digits. It is part of what Zalo signs.</summary>
    [Required, RegularExpression("[0-9]{1,32}", ErrorMessage = "the app id is 1 to 32 digits")]
    public string AppId { get; init; } = "";

    /// <summary>
    /// The refresh token that the Official Account gave to the app. Zalo takes it once and issues another one, which the service keeps.
    /// Secret.
    /// </summary>
    [Secret, OneTokenRequired]
    public string? RefreshToken { get; init; }

    /// <summary>The app's secret key, with which tokens are refreshed; needed with <see cref="RefreshToken"/>. Secret.</summary>
    [HeaderSafe, Secret]
    public string? AppSecretKey { get; init; }

    /// <summary>
    /// Instead of <see cref="RefreshToken"/>: an access token that somebody else refreshes and sets. Zalo lets it expire after about a day.
    /// Secret.
    /// </summary>
    [HeaderSafe, Secret]
    public string? AccessToken { get; init; }

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
    internal ErrorTextRedactor Redactor() => new(RefreshToken, AppSecretKey, AccessToken, OaSecretKey, PreviousOaSecretKey);

    [AttributeUsage(AttributeTargets.Property)]
    private sealed class OneTokenRequiredAttribute : ValidationAttribute
    {
        protected override ValidationResult? IsValid(object? value, ValidationContext context)
        {
            var options = (ZaloOptions)context.ObjectInstance;
            var (refresh, secret, access) = (Has(options.RefreshToken), Has(options.AppSecretKey), Has(options.AccessToken));
            return refresh && !access && !secret ? Mistake(nameof(AppSecretKey), "is needed with RefreshToken")
                : refresh && access ? Mistake(nameof(AccessToken), "must be left out if there is a RefreshToken")
                : refresh || access ? ValidationResult.Success
                : Mistake(nameof(RefreshToken), "is needed, with AppSecretKey; or else AccessToken");

            ValidationResult Mistake(string setting, string text) => new(text, [setting]);
        }

        private static bool Has(string? text) => !string.IsNullOrEmpty(text);
    }
}
