using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>A valid entry of a sequence.</summary>
/// <param name="Account">The channel account of the step.</param>
/// <param name="Window">The window of the step.</param>
/// <param name="Success">The status at which it is done.</param>
/// <param name="IsNamed">True if the entry names its account.</param>
/// <param name="FallbackOn">The reasons of failures that start the next step; null for all.</param>
internal readonly record struct ParsedSequenceEntry(
    ChannelAccount Account, TimeSpan? Window, SuccessStatus Success, bool IsNamed, IReadOnlyCollection<ErrorClass>? FallbackOn);
