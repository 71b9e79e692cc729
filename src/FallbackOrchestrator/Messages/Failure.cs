namespace FallbackOrchestrator.Messages;

/// <summary>A failure that was heard: its word, its time and its reason.</summary>
/// <param name="Status">Rejected, Undelivered, LifetimeOver or Recalled.</param>
/// <param name="At">
/// The provider's time, or that of the answer that refused the call; null where it gave none, or one without a zone.
/// </param>
/// <param name="Error">The reason.</param>
public sealed record Failure(AttemptStatus Status, DateTimeOffset? At, AttemptError Error)
{
    /// <summary>
    /// Of two failures the one to show. The more telling reason: a known class, then <see cref="ErrorClass.Other"/> with a code or words,
    /// then none. Among equals the earlier, one without a time last; ties by the lower code. A total order, so that joining is
    /// order-independent.
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

    // How little a reason tells.
    private static int Silence(AttemptError error) =>
        error.Class != ErrorClass.Other ? 0 : error is { ProviderCode: null, Text: null } ? 2 : 1;
}
