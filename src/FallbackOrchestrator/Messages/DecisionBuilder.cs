namespace FallbackOrchestrator.Messages;

/// <summary>A decision in the making: the message as it will be, and what has happened to it so far.</summary>
internal sealed class DecisionBuilder(Message message, DateTimeOffset now, Rules rules)
{
    public Message Message { get; set; } = message;

    public List<Attempt> Attempts { get; } = [.. message.Attempts];

    public List<TimelineEntry> Timeline { get; } = [];

    public DateTimeOffset Now { get; } = now;

    public Rules Rules { get; } = rules;

    /// <summary>What brought the latest change about; the clock, if no fact did.</summary>
    public Cause Cause { get; set; } = Cause.Deadline;

    public FallbackSequence Sequence => Message.Sequence;

    /// <summary>The attempt of the current step; there is one as soon as the first step has been started.</summary>
    public Attempt Current => Attempts[^1];

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
