using System.Diagnostics.Metrics;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Orchestration;

/// <summary>
/// The metrics of messages: accepted, completed, the statuses of their attempts, and their fallbacks. A change is counted once, by the
/// replica that committed it, after the commit. The meter is <see cref="MeterName"/>.
/// </summary>
public sealed class MessageMetrics
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "FallbackOrchestrator.Messages";

    private readonly Counter<long> _accepted;
    private readonly Counter<long> _completed;
    private readonly Counter<long> _reopened;
    private readonly Counter<long> _started;
    private readonly Counter<long> _statuses;
    private readonly Counter<long> _fallbacks;
    private readonly Counter<long> _resends;
    private readonly Counter<long> _duplicates;
    private readonly Histogram<double> _statusDelay;
    private readonly Histogram<double> _lateness;

    public MessageMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _accepted = meter.CreateCounter<long>("fallback.messages.accepted", "{message}", "Messages that were stored");
        _completed = meter.CreateCounter<long>(
            "fallback.messages.completed", "{message}", "Messages that got an outcome; a success names its channel and step");
        _reopened = meter.CreateCounter<long>(
            "fallback.messages.reopened", "{message}", "Messages whose success was revoked by a later failure");
        _started = meter.CreateCounter<long>("fallback.attempts.started", "{attempt}", "Attempts that were started");
        _statuses = meter.CreateCounter<long>("fallback.attempts.statuses", "{status}", "Statuses that attempts have reached");
        _fallbacks = meter.CreateCounter<long>(
            "fallback.fallbacks", "{fallback}", "Messages that went on to their next step, by the cause");
        _resends = meter.CreateCounter<long>(
            "fallback.resends", "{attempt}", "Calls that are repeated because the outcome of the first one is unknown");
        _duplicates = meter.CreateCounter<long>("fallback.duplicates", "{message}", "Messages that were delivered twice");
        _statusDelay = meter.CreateHistogram(
            "fallback.attempts.status.delay", "s", "The time from the call of an attempt to its status Delivered or Read",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400, 86_400],
            });
        _lateness = meter.CreateHistogram(
            "fallback.deadlines.lateness", "s", "The time from a deadline (a window, a patience, a schedule) to its decision",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
            });
    }

    /// <summary>Counts a change that was committed.</summary>
    public void Count(MessageChange change)
    {
        if (change.IsNew)
            _accepted.Add(1);
        var (decision, now) = (change.Decision, change.Now);
        var causedByTime = false;
        foreach (var entry in decision.Timeline)
        {
            causedByTime |= entry.Cause is Cause.Deadline or Cause.Schedule;
            Count(decision.Message, entry, now);
        }
        if (causedByTime && change.Before.DueAt is { } due && due <= now)
            _lateness.Record((now - due).TotalSeconds);
    }

    private void Count(Message message, TimelineEntry entry, DateTimeOffset now)
    {
        switch (entry)
        {
            case { Event: MessageEvent.AttemptQueued queued, Step: { } step }:
                _started.Add(1, Channel(queued.Channel), Account(queued.Account));
                if (step > 1)
                    CountFallback(message, step);
                break;
            case { Event: MessageEvent.StatusChanged changed, Step: { } step }:
                CountStatus(message, step, changed.To, now);
                break;
            case { Event: MessageEvent.MessageCompleted completed }:
                CountCompleted(message, completed.Outcome);
                break;
            case { Event: MessageEvent.SuccessTakenBack }:
                _reopened.Add(1);
                break;
            case { Event: MessageEvent.ResendQueued, Step: { } step }:
                _resends.Add(1, Channel(message.Sequence[step].Channel), Account(message.AccountOf(step)));
                break;
            case { Event: MessageEvent.DeliveredTwice }:
                _duplicates.Add(1);
                break;
        }
    }

    private void CountFallback(Message message, int step) => _fallbacks.Add(
        1,
        new KeyValuePair<string, object?>("from", message.Sequence[step - 1].Channel.Value),
        new KeyValuePair<string, object?>("to", message.Sequence[step].Channel.Value),
        new KeyValuePair<string, object?>("cause", EnumText.Of(message.Attempts[step - 2].LeaveReason)));

    private void CountStatus(Message message, int step, AttemptStatus status, DateTimeOffset now)
    {
        var at = message.Sequence[step];
        var text = new KeyValuePair<string, object?>("status", Attempt.TextOf(status));
        _statuses.Add(1, Channel(at.Channel), Account(message.AccountOf(step)), text);
        if (status is AttemptStatus.Delivered or AttemptStatus.Read && message.Attempts[step - 1].LeasedAt is { } called)
            _statusDelay.Record((now - called).TotalSeconds, Channel(at.Channel), text);
    }

    private void CountCompleted(Message message, Outcome outcome)
    {
        var succeeded = message.SucceededStep;
        _completed.Add(
            1,
            new KeyValuePair<string, object?>("outcome", EnumText.Of(outcome)),
            new KeyValuePair<string, object?>("channel", succeeded is { } step ? message.Sequence[step].Channel.Value : "none"),
            new KeyValuePair<string, object?>("step", succeeded?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"));
    }

    private static KeyValuePair<string, object?> Channel(ChannelName channel) => new("channel", channel.Value);

    private static KeyValuePair<string, object?> Account(ChannelAccountId account) => new("account", account.Value);
}
