namespace FallbackOrchestrator.Messages;

/// <summary>A decision while it is made: the message so far, and the events so far.</summary>
internal sealed class DecisionBuilder(Message message, DateTimeOffset now, Rules rules)
{
    public Message Message { get; set; } = message;

    public List<Attempt> Attempts { get; } = [.. message.Attempts];

    public List<TimelineEntry> Timeline { get; } = [];

    public DateTimeOffset Now { get; } = now;

    public Rules Rules { get; } = rules;

    /// <summary>The recall that was granted, if one was.</summary>
    public GrantedRecall? Recall { get; set; }

    /// <summary>The status query that was granted, if one was.</summary>
    public GrantedStatusQuery? Query { get; set; }

    /// <summary>The cause of the latest change; the clock, if no fact caused it.</summary>
    public Cause Cause { get; set; } = Cause.Deadline;

    public FallbackSequence Sequence => Message.Sequence;

    /// <summary>The attempt of the current step; exists once the first step was started.</summary>
    public Attempt Current => Attempts[^1];

    /// <summary>The step of an attempt, as the account serves it that has the attempt now.</summary>
    public FallbackStep StepOf(Attempt attempt) => Sequence[attempt.Step].At(attempt.AccountPlace);

    /// <summary>An attempt by the number of its step.</summary>
    public Attempt this[int step]
    {
        get => Attempts[step - 1];
        set => Attempts[step - 1] = value;
    }

    public void Say(int? step, MessageEvent what) => Timeline.Add(new TimelineEntry(step, Cause, what));

    /// <summary>The message as it is now, with its next timer.</summary>
    public Message Finished()
    {
        var finished = Message with { Attempts = [.. Attempts], TimelineLength = Message.TimelineLength + Timeline.Count };
        return finished with { DueAt = Timers.DueAt(finished, Rules) };
    }
}
