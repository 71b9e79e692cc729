using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.Viber;

/// <summary>The settings of one Viber bot.</summary>
internal sealed class ViberOptions
{
    /// <summary>The bot's authentication token, with which Viber also signs webhooks. Secret.</summary>
    [Required, HeaderSafe, Secret]
    public string AuthToken { get; init; } = "";

    /// <summary>
    /// The bot's token before the last change; webhooks that were signed with it are accepted until it is removed here. Secret.
    /// </summary>
    [Secret]
    public string? PreviousAuthToken { get; init; }

    /// <summary>The name that people see above a message, at most 28 characters.</summary>
    [Required, MaxLength(28, ErrorMessage = "Viber shows at most 28 characters of a sender's name")]
    public string SenderName { get; init; } = "";

    /// <summary>The address of the picture beside it, at most 100 kB; if it is left out, the bot's own.</summary>
    [Url]
    public string? SenderAvatar { get; init; }

    /// <summary>Removes these secrets from Viber's texts.</summary>
    internal ErrorTextRedactor Redactor() => new(AuthToken, PreviousAuthToken);
}
