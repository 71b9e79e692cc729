using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Dispatching;

/// <summary>
/// Notes the results of one account's calls for the log: the time since when none was accepted, and the cause. Every call writes it, and a
/// reader looks once a second, so it takes no lock.
/// </summary>
internal sealed class CallOutcomes(TimeProvider time)
{
    private int _failuresInARow;
    private long _sinceTicks;
    private volatile CallResult? _latestFailure;
    private volatile CallResult? _latestAgainstAccount;

    /// <summary>The number of calls with another result since the last one that was accepted.</summary>
    public int FailuresInARow => Volatile.Read(ref _failuresInARow);

    /// <summary>The time when the first of them ended.</summary>
    public DateTimeOffset Since => new(Volatile.Read(ref _sinceTicks), TimeSpan.Zero);

    /// <summary>The cause of the latest failure.</summary>
    public string LatestCause => Describe(_latestFailure);

    /// <summary>The cause of the latest failure that is evidence against the account.</summary>
    public string LatestCauseAgainstAccount => Describe(_latestAgainstAccount);

    /// <summary>Notes the result of a call.</summary>
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

    // The class and a short code: a provider's text, or a long code, may quote data that must not be logged.
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
