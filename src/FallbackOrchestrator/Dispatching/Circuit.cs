namespace FallbackOrchestrator.Dispatching;

/// <summary>
/// Stops calling an account that only fails. Judges by the calls of the last half minute, never by fewer than 20, and opens when half of
/// them were in vain; after 15 seconds one call at a time probes whether it may close. Not thread-safe: the gate's lock guards it.
/// </summary>
internal sealed class Circuit(TimeProvider time)
{
    private const int FewestToJudge = 20;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(15);

    private long _windowStart = time.GetTimestamp();
    private int _calls;
    private int _inVain;
    private long? _openedAt;
    private bool _probing;

    /// <summary>Whether a call may be made; while half open, only one at a time.</summary>
    public bool TryEnter()
    {
        if (_openedAt is not { } opened)
            return true;
        if (_probing || time.GetElapsedTime(opened) < OpenFor)
            return false;
        return _probing = true;
    }

    /// <summary>A call that was let in was not made.</summary>
    public void Leave() => _probing = false;

    /// <summary>A call was made.</summary>
    public void Record(bool inVain)
    {
        if (_openedAt is not null)
        {
            // Calls that were under way when the circuit opened say nothing new; the probe does.
            if (!_probing)
                return;
            _probing = false;
            _openedAt = inVain ? time.GetTimestamp() : null;
            Forget();
            return;
        }
        if (time.GetElapsedTime(_windowStart) > Window)
            Forget();
        _calls++;
        if (inVain)
            _inVain++;
        if (_calls >= FewestToJudge && _inVain * 2 >= _calls)
            _openedAt = time.GetTimestamp();
    }

    private void Forget()
    {
        _windowStart = time.GetTimestamp();
        _calls = _inVain = 0;
    }
}
