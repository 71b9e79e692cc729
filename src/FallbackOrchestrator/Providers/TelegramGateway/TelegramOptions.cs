using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.TelegramGateway;

/// <summary>The settings of one account at Telegram Gateway.</summary>
internal sealed class TelegramOptions
{
    /// <summary>The API token of the account's settings. Telegram signs its reports with it, too. Secret.</summary>
    [Required, HeaderSafe, Secret]
    public string AccessToken { get; init; } = "";

    /// <summary>
    /// The <see cref="AccessToken"/> before the last change; reports that were signed with it are accepted until it is removed here.
    /// Secret.
    /// </summary>
    [Secret]
    public string? PreviousAccessToken { get; init; }

    /// <summary>
    /// The username of the channel from which the code comes, without its @: a verified channel of the account's owner. If it is left out,
    /// codes come from Telegram's own.
    /// </summary>
    [RegularExpression("[A-Za-z0-9_]{4,32}", ErrorMessage = "a username has 4 to 32 letters, digits and underscores, and is written without @")]
    public string? SenderUsername { get; init; }

    /// <summary>Removes these secrets from Telegram's texts.</summary>
    internal ErrorTextRedactor Redactor() => new(AccessToken, PreviousAccessToken);
}
