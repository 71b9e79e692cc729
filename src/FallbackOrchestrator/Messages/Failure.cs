namespace FallbackOrchestrator.Messages;

/// <summary>A failure that was reported: its status, its time and its reason.</summary>
/// <param name="Status">Rejected, Undelivered, LifetimeOver or Recalled.</param>
/// <param name="At">
/// The provider's time, or the time of the response that rejected the call; null if there is none, or one without a zone.
/// </param>
/// <param name="Error">The reason.</param>
public sealed record Failure(AttemptStatus Status, DateTimeOffset? At, AttemptError Error)
{
    /// <summary>
    /// Chooses which of two failures to show. First the more precise reason: a known class, then <see cref="ErrorClass.Other"/> with a code
    /// or text, then none. Among equals the earlier one (one without a time is last), then the lower code. This is a total order, so that
    /// the order of joining makes no difference.
    /// </summary>
    public static Failure MoreSpecific(Failure? one, Failure other)
    {
        if (one is null)
            return other;
        var order = Silence(one.Error).CompareTo(Silence(other.Error));
        if (order == 0) order = (one.At ?? DateTimeOffset.MaxValue).CompareTo(other.At ?? DateTimeOffset.MaxValue);
        if (order == 0) order = one.Error.Code.CompareTo(other.Error.Code);
        if (order == 0) order = string.CompareOrdinal(one.Error.ProviderCode, other.Error.ProviderCode);
        if (order == 0) order = one.Status.CompareTo(other.Status);
        if (order == 0) order = one.Error.Class.CompareTo(other.Error.Class);
        if (order == 0) order = string.CompareOrdinal(one.Error.Text, other.Error.Text);
        return order <= 0 ? one : other;
    }

    // The higher, the less precise the reason.
    private static int Silence(AttemptError error) =>
        error.Class != ErrorClass.Other ? 0 : error is { ProviderCode: null, Text: null } ? 2 : 1;
}
