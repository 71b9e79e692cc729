using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Dispatching;

/// <summary>
/// Logs what an operator must know: circuits that open, half-open and close, accounts that accept nothing, and the number of failed
/// messages. It reads counts once a second; the calls themselves log nothing.
/// </summary>
internal sealed partial class AccountWatch(
    AccountGates gates, FailedMessages failed, DatabaseAvailability database, TimeProvider time, ILogger<AccountWatch> logger)
    : PeriodicService(TimeSpan.FromSeconds(1), database, time)
{
    /// <summary>The number of calls in a row that were not accepted before an account is named: one rejected number is no news.</summary>
    public const int FailuresInARow = 5;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Dictionary<ChannelAccountId, Known> _known = [];
    private long _countedAt = time.GetTimestamp();
    private DateTimeOffset _countedSince = time.GetUtcNow();

    /// <summary>Looks a last time, so that events during the stop are logged too.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        LookAtAccounts();
        TellFailedMessages();
    }

    /// <summary>Looks once, and logs what is new.</summary>
    internal void Look()
    {
        LookAtAccounts();
        if (Time.GetElapsedTime(_countedAt) >= Minute)
            TellFailedMessages();
    }

    /// <inheritdoc/>
    protected override Task RunAsync(CancellationToken cancellationToken)
    {
        Look();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void LogFailure(Exception failure) => LogNotLooked(failure);

    private void LookAtAccounts()
    {
        foreach (var account in gates.Accounts)
        {
            if (!_known.TryGetValue(account, out var known))
                _known.Add(account, known = new Known());
            var gate = gates[account];
            LookAtCircuit(account, gate, known);
            // An open circuit has its own line once a minute.
            if (!known.Circuit.IsOpen)
                LookAtOutcomes(account, gate.Outcomes, known);
        }
    }

    private void LookAtCircuit(ChannelAccountId account, AccountGate gate, Known known)
    {
        var (before, now) = (known.Circuit, gate.Circuit);
        known.Circuit = now;
        if (now.Openings != before.Openings)
        {
            if (before.IsOpen)
                LogClosed(account, before.OpenedAt);
            LogOpened(account, now.OpenedAt, now.Failures, now.Calls, gate.Outcomes.LatestCauseAgainstAccount);
            (known.IsHalfOpen, known.NamedAt) = (false, Time.GetTimestamp());
        }
        else if (!before.IsOpen)
        {
            return;
        }
        if (now.Probes > 0 && !known.IsHalfOpen)
        {
            LogHalfOpen(account, now.OpenedAt);
            known.IsHalfOpen = true;
        }
        if (!now.IsOpen)
        {
            LogClosed(account, now.OpenedAt);
        }
        else if (IsMinuteOver(known))
        {
            LogStillOpen(account, now.OpenedAt, now.Probes, gate.Outcomes.LatestCauseAgainstAccount);
            known.NamedAt = Time.GetTimestamp();
        }
    }

    private void LookAtOutcomes(ChannelAccountId account, CallOutcomes outcomes, Known known)
    {
        var failures = outcomes.FailuresInARow;
        if (failures < known.NamedFailures)
            known.NamedFailures = 0; // A call was accepted in the meantime.
        if (failures < FailuresInARow || failures == known.NamedFailures || !IsMinuteOver(known))
            return;
        LogNothingAccepted(account, outcomes.Since, failures, outcomes.LatestCause);
        (known.NamedFailures, known.NamedAt) = (failures, Time.GetTimestamp());
    }

    private void TellFailedMessages()
    {
        var causes = failed.Take();
        if (causes.Count > 0)
        {
            LogFailedMessages(
                causes.Sum(cause => cause.Count), _countedSince, string.Join(", ", causes.Select(cause => $"{cause.Count} {cause.Cause}")));
        }
        (_countedAt, _countedSince) = (Time.GetTimestamp(), Time.GetUtcNow());
    }

    private bool IsMinuteOver(Known known) => known.NamedAt is not { } at || Time.GetElapsedTime(at) >= Minute;

    [LoggerMessage(2301, LogLevel.Warning,
        "The circuit of {Account} opened at {OpenedAt:u}: {Failures} of {Calls} calls failed, the last one as {Cause}. Messages go on to their next step, or wait on their last one; a message probes the account every 15 s")]
    private partial void LogOpened(ChannelAccountId account, DateTimeOffset openedAt, int failures, int calls, string cause);

    [LoggerMessage(2302, LogLevel.Information, "The circuit of {Account}, open since {OpenedAt:u}, is half-open: one message probes the account")]
    private partial void LogHalfOpen(ChannelAccountId account, DateTimeOffset openedAt);

    [LoggerMessage(2303, LogLevel.Warning,
        "The circuit of {Account} is still open, since {OpenedAt:u}: {Probes} messages have probed the account; the last failure was {Cause}")]
    private partial void LogStillOpen(ChannelAccountId account, DateTimeOffset openedAt, int probes, string cause);

    [LoggerMessage(2304, LogLevel.Warning, "The circuit of {Account}, open since {OpenedAt:u}, is closed: the account accepts messages again")]
    private partial void LogClosed(ChannelAccountId account, DateTimeOffset openedAt);

    [LoggerMessage(2305, LogLevel.Warning,
        "No call of {Account} has been accepted since {Since:u}: {Count} calls in a row failed, the last one as {Cause}")]
    private partial void LogNothingAccepted(ChannelAccountId account, DateTimeOffset since, int count, string cause);

    [LoggerMessage(2306, LogLevel.Information, "{Count} messages have failed since {Since:u}, by the cause of their last step: {Causes}")]
    private partial void LogFailedMessages(int count, DateTimeOffset since, string causes);

    [LoggerMessage(2307, LogLevel.Error, "The state of the accounts could not be read; the next look follows")]
    private partial void LogNotLooked(Exception exception);

    /// <summary>The state of an account that was seen last, with the lines about it.</summary>
    private sealed class Known
    {
        public CircuitState Circuit { get; set; }

        public bool IsHalfOpen { get; set; }

        /// <summary>The number of failures in a row when the account was last named.</summary>
        public int NamedFailures { get; set; }

        /// <summary>The time when it was last named.</summary>
        public long? NamedAt { get; set; }
    }
}
