using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.Meta.Messenger;

/// <summary>The settings of one Facebook Page, or of the Instagram account that is linked to it.</summary>
internal sealed class MessengerOptions
{
    /// <summary>The Page's id, digits.</summary>
    [Required, RegularExpression("[0-9]{1,32}", ErrorMessage = "the Page's id is 1 to 32 digits; it is not the Page's name")]
    public string PageId { get; init; } = "";

    /// <summary>
    /// The id of the Instagram professional account, digits, as webhooks name it. Required for the channel Instagram, else unused.
    /// </summary>
    [RegularExpression("[0-9]{1,32}", ErrorMessage = "the Instagram account's id is 1 to 32 digits; it is not the user name")]
    public string? InstagramAccountId { get; init; }

    /// <summary>
    /// The Page's access token, with <c>pages_messaging</c> (for Instagram <c>instagram_manage_messages</c>). Secret.
    /// </summary>
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
    /// The message tag under which Meta allows this account to write more than 24 hours after the person did, for example
    /// <c>HUMAN_AGENT</c>. Without it, messages are sent as updates within the 24 hours.
    /// </summary>
    [RegularExpression("[A-Z_]{1,64}", ErrorMessage = "a message tag is written in capitals, like HUMAN_AGENT")]
    public string? MessageTag { get; init; }

    /// <summary>The version of the Graph API to call.</summary>
    /// <value>The default is <c>v26.0</c>.</value>
    [Required, RegularExpression(@"v[0-9]{1,3}\.[0-9]{1,2}", ErrorMessage = "a Graph version is written like v26.0")]
    public string GraphVersion { get; init; } = "v26.0";

    /// <summary>Removes these secrets from Meta's texts.</summary>
    internal ErrorTextRedactor Redactor() => new(AccessToken, AppSecret, PreviousAppSecret, VerifyToken);
}
