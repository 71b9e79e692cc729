using System.Text.Json.Serialization;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Tracking;

/// <summary>The reason why an attempt failed.</summary>
public sealed record AttemptErrorView
{
    /// <summary>
    /// The kind: notReachable, recipientRefused, badRequest, configuration, throttled, unavailable, expired, recalled, internal or other.
    /// </summary>
    [OneOf<ErrorClass>]
    public required string Class { get; init; }

    /// <summary>8x8's receipt error code.</summary>
    public required int Code { get; init; }

    public string? ProviderCode { get; init; }
    public string? Text { get; init; }

    /// <summary>True if it says that the person is not on this channel; else left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NotOnChannel { get; init; }

    public static AttemptErrorView? Of(AttemptError? error) => error is null ? null : new AttemptErrorView
    {
        Class = EnumText.Of(error.Class),
        Code = error.Code,
        ProviderCode = error.ProviderCode,
        Text = error.Text,
        NotOnChannel = error.NotOnChannel,
    };
}
