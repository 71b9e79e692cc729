using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Tracking;

/// <summary>Shows a message in 8x8's terms and in ours.</summary>
internal static class Views
{
    public static MessageDetails Details(StoredMessage stored, IReadOnlyList<TimelineRow> events, bool masked)
    {
        var message = stored.Message;
        var number = Number(stored.Recipient.Msisdn?.Value, masked);
        var data = new List<AttemptDetails>();
        foreach (var attempt in message.Attempts)
        {
            if (PublishedStatus.Of(attempt) is { } status)
                data.Add(Record(stored, number, attempt.Step, attempt.QueuedAt, status, ChangedAt(attempt, events)));
        }
        // A message that was stopped before its first call has no attempt to show, but 8x8's clients expect one record.
        if (data.Count == 0 && message.Outcome is { } outcome)
            data.Add(
                Record(stored, number, 1, message.CreatedAt, PublishedStatus.Stopped(outcome), message.CompletedAt ?? message.CreatedAt));
        if (data.Count == 0)
            data.Add(Record(stored, number, 1, message.CreatedAt, new PublishedStatus("queued"), message.CreatedAt));
        return new MessageDetails { Data = data };
    }

    public static MessageTimeline Timeline(StoredMessage stored, IReadOnlyList<TimelineRow> events, DateTimeOffset now)
    {
        var message = stored.Message;
        return new MessageTimeline
        {
            Umid = message.Umid.Value,
            State = EnumText.Of(message.State),
            Outcome = EnumText.Of(message.Outcome),
            Provisional = message.IsProvisional(now),
            Completion = message.Completion,
            SucceededStep = message.SucceededStep,
            DeliveredOn = [.. message.DeliveredOn],
            DuplicateDelivery = message.DuplicateDelivery,
            ClientMessageId = stored.ClientMessageId,
            CreatedAt = message.CreatedAt,
            ScheduledAt = message.ScheduledAt,
            ExpiresAt = message.ExpiresAt,
            CompletedAt = message.CompletedAt,
            Attempts = [.. Enumerable.Range(1, message.Sequence.Steps.Length).Select(step => Attempt(message, step))],
            Events =
            [
                new TimelineEventView { At = message.CreatedAt, Cause = EnumText.Of(Cause.Request), What = "requested" },
                .. ImpliedTimeline.Of(
                    message.Sequence).Take(events.Count > 0 ? events[0].Seq - 1 : message.TimelineLength).Select(entry => Event(
                    message.CreatedAt, entry.Step, entry.Cause, TimelineDetail.Kind(entry.Event), TimelineDetail.Of(entry.Event))),
                .. events.Select(line => Event(line.At, line.Step, line.Cause, line.What, TimelineDetail.Parse(line.Detail))),
            ],
        };
    }

    private static TimelineEventView Event(DateTimeOffset at, int? step, Cause cause, string what, TimelineDetail? detail) => new()
    {
        At = at,
        Step = step,
        Cause = EnumText.Of(cause),
        What = what,
        Detail = detail,
    };

    /// <summary>A stored number in the form in which the subaccount shows numbers.</summary>
    public static string? Number(string? stored, bool masked) => stored is null || !masked ? stored : Msisdn.Stored(stored).Masked;

    private static AttemptView Attempt(Message message, int number)
    {
        var step = message.Sequence[number];
        var view = new AttemptView
        {
            Step = number,
            Channel = step.Channel.Value,
            ChannelId = message.AccountOf(number).Value,
            SuccessStatus = step.Success.ToString(),
            FallbackAfter = message.Sequence.WindowOf(number)?.TotalSeconds,
            Outcome = message.Outcome is null ? "notStarted" : EnumText.Of(AttemptOutcome.Skipped),
        };
        if (number > message.Attempts.Length)
            return view;
        var attempt = message.Attempts[number - 1];
        return view with
        {
            Status = attempt.StatusText,
            Outcome = EnumText.Of(message.OutcomeOf(attempt)),
            OpensAt = attempt.OpensAt,
            ClosesAt = message.ClosesAt(attempt),
            ProviderMessageId = attempt.ProviderIds.FirstOrDefault(),
            ProviderMessageIds = attempt.ProviderIds.Length > 1 ? attempt.ProviderIds : null,
            PossibleDuplicate = attempt.Resend == ResendState.Called ? true : null,
            Calls = attempt.Epoch,
            Error = AttemptErrorView.Of(attempt.HasFailed ? attempt.Failure?.Error : attempt.HasStatus ? null : attempt.LastCallError),
        };
    }

    private static AttemptDetails Record(
        StoredMessage stored, string? number, int step, DateTimeOffset createdAt, PublishedStatus status, DateTimeOffset changedAt) => new()
    {
        Umid = stored.Message.Umid.Value,
        SubAccountId = stored.Message.Subaccount.Value,
        Channel = stored.Message.Sequence[step].Channel.Value,
        ChannelId = stored.Message.AccountOf(step).Value,
        Direction = "Outbound",
        Step = step,
        ContentType = stored.ContentType,
        CreatedAt = createdAt,
        User = new MaskedUser
        {
            Msisdn = number,
            ChannelUserId = stored.Recipient.ChannelUserId,
        },
        Status = new AttemptStatusView
        {
            State = status.State,
            Detail = status.Detail,
            Timestamp = changedAt,
            ErrorCode = status.ErrorCode,
            ErrorMessage = status.ErrorMessage,
        },
        ClientMessageId = stored.ClientMessageId,
        BatchId = stored.Batch?.Id,
        ClientBatchId = stored.Batch?.ClientBatchId,
    };

    private static readonly HashSet<string> StatusEvents =
    [
        TimelineDetail.Kind<MessageEvent.StatusChanged>(),
        TimelineDetail.Kind<MessageEvent.ReasonChanged>(),
        TimelineDetail.Kind<MessageEvent.CallUnknown>(),
        TimelineDetail.Kind<MessageEvent.AttemptNotSent>(),
    ];

    private static DateTimeOffset ChangedAt(Attempt attempt, IReadOnlyList<TimelineRow> events) =>
        events.LastOrDefault(line => line.Step == attempt.Step && StatusEvents.Contains(line.What))?.At ?? attempt.QueuedAt;
}
