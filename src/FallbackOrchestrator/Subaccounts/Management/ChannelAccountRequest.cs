using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.Subaccounts.Management;

/// <summary>The settings of a channel account.</summary>
public sealed record ChannelAccountRequest
{
    /// <summary>
    /// The provider: <c>8x8</c>, <c>Google</c>, <c>Kannel</c>, <c>Line</c>, <c>Messenger</c>, <c>Meta</c>, <c>TelegramBot</c>,
    /// <c>TelegramGateway</c>, <c>Twilio</c>, <c>Viber</c>, <c>Vonage</c> or <c>Zalo</c>. It cannot be changed.
    /// </summary>
    [Required]
    public string? Provider { get; init; }

    /// <summary>The channel, one that the provider serves. It cannot be changed.</summary>
    [Required]
    [OneOfChannels]
    public string? Channel { get; init; }

    /// <summary>The address of the provider's API, such as a regional host; if left out, the provider's own.</summary>
    public string? BaseAddress { get; init; }

    /// <summary>Calls a second, over all replicas, 1 to 10,000. Default 50.</summary>
    public int? PerSecond { get; init; }

    /// <summary>Calls at a time of one replica, 1 to 10,000. Default 64.</summary>
    public int? Concurrency { get; init; }

    /// <summary>
    /// The provider's settings, as in the configuration. A secret that is left out, or <c>***</c>, stays as it is, as long as
    /// <c>baseAddress</c> does; an empty one is removed.
    /// </summary>
    [Required]
    public IReadOnlyDictionary<string, string?>? Settings { get; init; }
}
