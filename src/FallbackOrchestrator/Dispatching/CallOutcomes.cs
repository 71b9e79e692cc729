using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Dispatching;

/// <summary>
/// Notes how the calls of one account end, for the log: since when none was accepted, and why. Every call writes it and somebody looks
/// once a second, so it takes no lock.
/// </summary>
internal sealed class CallOutcomes(TimeProvider time)
{
    private int _failuresInARow;
    private long _sinceTicks;
    private volatile CallResult? _latestFailure;
    private volatile CallResult? _latestAgainstAccount;

    /// <summary>How many calls have ended in another way since the last one that was accepted.</summary>
    public int FailuresInARow => Volatile.Read(ref _failuresInARow);

    /// <summary>When the first of them ended.</summary>
    public DateTimeOffset Since => new(Volatile.Read(ref _sinceTicks), TimeSpan.Zero);

    /// <summary>Why the latest call failed.</summary>
    public string LatestCause => Describe(_latestFailure);

    /// <summary>Why the latest call failed that says something of the account.</summary>
    public string LatestCauseAgainstAccount => Describe(_latestAgainstAccount);

    /// <summary>A call ended.</summary>
    public void Count(CallResult result, CircuitSignal verdict)
    {
        if (result is CallResult.Accepted)
        {
            if (FailuresInARow != 0)
                Volatile.Write(ref _failuresInARow, 0);
            return;
        }
        _latestFailure = result;
        if (verdict == CircuitSignal.Failure)
            _latestAgainstAccount = result;
        if (Interlocked.Increment(ref _failuresInARow) == 1)
            Volatile.Write(ref _sinceTicks, time.GetUtcNow().UtcTicks);
    }

    // The class and a short code: a provider's words may quote what belongs into no log, and so may a long code.
    private static string Describe(CallResult? failure) => failure switch
    {
        CallResult.Rejected rejected => Describe(rejected.Error),
        CallResult.Deferred deferred => Describe(deferred.Error),
        CallResult.Unknown => "unknown: the request left and no usable response came",
        CallResult.Broken => "internal: the request could not be written",
        _ => "no failure",
    };

    private static string Describe(AttemptError error)
    {
        const int LongestShownCode = 7;
        var code = error.ProviderCode is { Length: > 0 and <= LongestShownCode } own && own.All(char.IsAsciiLetterOrDigit) ? $" ({own})" : "";
        return EnumText.Of(error.Class) + code;
    }
}
