using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>One entry of a subaccount's sequence, as in <c>channels[]</c> of a Send.</summary>
/// <param name="Channel">The channel's name.</param>
/// <param name="FallbackAfter">The window in seconds.</param>
/// <param name="SuccessStatus">The status at which the step is done.</param>
/// <param name="ChannelId">The channel account, if there are several.</param>
/// <param name="FallbackOn">The reasons of failures that start the next step; null for all (rule S13).</param>
public sealed record SequenceEntry(
    [property: Required, OneOfChannels] string? Channel,
    int? FallbackAfter = null,
    [property: OneOf<SuccessStatus>(asDeclared: true)] string? SuccessStatus = null,
    string? ChannelId = null,
    [property: OneOfFallbackReasons] IReadOnlyList<string>? FallbackOn = null);
