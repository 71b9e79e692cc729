using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.Meta;

/// <summary>The settings of one WhatsApp number. Meta shows all of them in the app's dashboard.</summary>
internal sealed class MetaOptions
{
    /// <summary>The id of the sending number, digits; not the number itself.</summary>
    [Required, RegularExpression("[0-9]{1,32}", ErrorMessage = "the phone number id is 1 to 32 digits; it is not the phone number")]
    public string PhoneNumberId { get; init; } = "";

    /// <summary>A system user's token with <c>whatsapp_business_messaging</c>. Secret.</summary>
    [Required, HeaderSafe, Secret]
    public string AccessToken { get; init; } = "";

    /// <summary>The app's secret, with which Meta signs webhooks. Secret.</summary>
    [Required, Secret]
    public string AppSecret { get; init; } = "";

    /// <summary>
    /// The app's secret before the last change; accepted as well as <see cref="AppSecret"/> until it is removed here. Secret.
    /// </summary>
    [Secret]
    public string? PreviousAppSecret { get; init; }

    /// <summary>The text that was entered in the dashboard; Meta sends it when it checks our webhook address. Secret.</summary>
    [Required, Secret]
    public string VerifyToken { get; init; } = "";

    /// <summary>
    /// The id of the WhatsApp business account that the number belongs to. It is only used to check whether an app is subscribed to its
    /// webhooks.
    /// </summary>
    [RegularExpression("[0-9]{1,32}", ErrorMessage = "the business account id is 1 to 32 digits")]
    public string? BusinessAccountId { get; init; }

    /// <summary>The version of the Graph API to call.</summary>
    /// <value>The default is <c>v26.0</c>.</value>
    [Required, RegularExpression(@"v[0-9]{1,3}\.[0-9]{1,2}", ErrorMessage = "a Graph version is written like v26.0")]
    public string GraphVersion { get; init; } = "v26.0";

    /// <summary>Removes these secrets from Meta's texts.</summary>
    internal ErrorTextRedactor Redactor() => new(AccessToken, AppSecret, PreviousAppSecret, VerifyToken);
}
