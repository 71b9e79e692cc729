using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.Line;

/// <summary>The settings of one Messaging API channel of a LINE Official Account. The LINE Developers Console shows all of them.</summary>
internal sealed class LineOptions
{
    /// <summary>A long-lived channel access token. Secret.</summary>
    [Required, HeaderSafe, Secret]
    public string AccessToken { get; init; } = "";

    /// <summary>The channel's secret, with which LINE signs webhooks. Secret.</summary>
    [Required, Secret]
    public string ChannelSecret { get; init; } = "";

    /// <summary>
    /// The channel's secret before the last change; accepted as well as <see cref="ChannelSecret"/> until it is removed here. Secret.
    /// </summary>
    [Secret]
    public string? PreviousChannelSecret { get; init; }

    /// <summary>Removes these secrets from LINE's texts.</summary>
    internal ErrorTextRedactor Redactor() => new(AccessToken, ChannelSecret, PreviousChannelSecret);
}
