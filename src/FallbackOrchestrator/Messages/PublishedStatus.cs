namespace FallbackOrchestrator.Messages;

/// <summary>
/// An attempt's status in 8x8's terms, for message details and status webhooks
/// (https://developer.8x8.com/connect/docs/message-status-references).
/// </summary>
/// <param name="State"><c>queued</c>, <c>sent</c>, <c>delivered</c>, <c>read</c>, <c>undelivered</c> or <c>rejected</c>.</param>
/// <param name="Detail">More precise than the state, for <c>delivered</c> and <c>undelivered</c>.</param>
/// <param name="ErrorCode">On failures, a code of <see cref="ErrorCodes"/> or of the channel.</param>
/// <param name="ErrorMessage">On failures, the reason.</param>
public sealed record PublishedStatus(string State, string? Detail = null, int? ErrorCode = null, string? ErrorMessage = null)
{
    /// <summary>
    /// The status of an attempt; null if 8x8 has no term for it, because the attempt was left before it reached a provider.
    /// </summary>
    public static PublishedStatus? Of(Attempt attempt) => attempt.Status switch
    {
        AttemptStatus.Read => new("read"),
        AttemptStatus.Delivered => new("delivered", "delivered_to_recipient"),
        AttemptStatus.Sent => new("delivered", "delivered_to_operator"),
        AttemptStatus.Accepted => new("sent"),
        AttemptStatus.Rejected when attempt.Handover == HandoverState.Refused && IsOurRefusal(attempt) =>
            Failed("rejected", null, attempt.Failure!.Error),
        AttemptStatus.Rejected => Failed("undelivered", "rejected_by_operator", attempt.Failure!.Error),
        AttemptStatus.Undelivered or AttemptStatus.LifetimeOver or AttemptStatus.Recalled =>
            Failed("undelivered", "undelivered_to_recipient", attempt.Failure!.Error),
        _ => WithoutWord(attempt),
    };

    /// <summary>The status of a message that was stopped before any attempt was handed over.</summary>
    public static PublishedStatus Stopped(Outcome outcome) => outcome == Outcome.Expired
        ? new("rejected", null, ErrorCodes.Expired, "expired")
        : new("rejected", null, ErrorCodes.LocalCancel, "cancelled");

    private static PublishedStatus? WithoutWord(Attempt attempt) => attempt.Handover switch
    {
        HandoverState.NotSent => Failed("rejected", null, attempt.LastCallError ?? AttemptError.Of(ErrorClass.Unavailable)),
        HandoverState.Withdrawn => null,
        _ => new(attempt.Unknown ? "sent" : "queued"),
    };

    // Rejected without a call, or because our own adapter failed.
    private static bool IsOurRefusal(Attempt attempt) => attempt.Epoch == 0 || attempt.Failure!.Error.Class == ErrorClass.Internal;

    private static PublishedStatus Failed(string state, string? detail, AttemptError error) =>
        new(state, detail, error.Code, error.Text ?? Describe(error.Class));

    private static string Describe(ErrorClass @class) => @class switch
    {
        ErrorClass.NotReachable => "The recipient cannot be reached on this channel",
        ErrorClass.RecipientRefused => "The recipient refused the message",
        ErrorClass.BadRequest => "The channel refused the message's content",
        ErrorClass.Configuration => "The channel account refused the message",
        ErrorClass.Throttled => "The channel did not take the message in time",
        ErrorClass.Unavailable => "The channel could not be reached in time",
        ErrorClass.Expired => "The message expired at the channel",
        ErrorClass.Recalled => "The message was recalled",
        ErrorClass.Internal => "Internal error",
        _ => "The message was not delivered",
    };
}
