using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.UnitTests.Messages.Support;

/// <summary>
/// Walks every state that a message can reach by an alphabet of facts and by its own timers, breadth first. Each decision is held to the
/// <see cref="Laws"/>; afterwards every state is followed through its timers alone, which must complete the message. The arrows that
/// were walked are kept, for the diagrams.
/// </summary>
internal sealed class Exploration(Rules rules, TimeSpan tick)
{
    // Several times what any of our walks needs.
    private const int MostStates = 100_000;

    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<Reached> _reached = [];

    public int States => _reached.Count;

    public int Decisions { get; private set; }

    public HashSet<(string From, string To)> MessageArrows { get; } = [];

    public HashSet<(string From, string To)> HandoverArrows { get; } = [];

    public HashSet<(int From, int To)> StatusArrows { get; } = [];

    /// <param name="message">The message as it was sent.</param>
    /// <param name="alphabet">The facts that may arrive in a state. Each of them arrives alone.</param>
    public Exploration Walk(Message message, Func<Message, IEnumerable<Fact>> alphabet)
    {
        var queue = new Queue<int>();
        Arrive(message, message, Decide(message, [], A.Start), A.Start, queue);
        while (queue.TryDequeue(out var number))
        {
            var (from, now, _) = _reached[number];
            foreach (var fact in alphabet(from))
                Arrive(from, message, Decide(from, [fact], now), now, queue);
            foreach (var moment in Moments(from, now))
            {
                var next = Arrive(from, message, Decide(from, [], moment), moment, queue);
                if (moment == from.DueAt)
                    _reached[number] = _reached[number] with { ByTimer = next };
            }
        }
        TimersAloneEndEverything();
        return this;
    }

    // The next timer, the next tick while a queued attempt may not be called yet, the end of a provisional success, and an outage that
    // outlasts the message.
    private IEnumerable<DateTimeOffset> Moments(Message message, DateTimeOffset now)
    {
        if (message.DueAt is { } due)
            yield return due;
        if (message.Current?.DispatchAt > now && now + tick < message.DueAt)
            yield return now + tick;
        if (message.IsProvisional(now) && !(message.DueAt < message.ProvisionalUntil))
            yield return message.ProvisionalUntil!.Value;
        if (message is { State: MessageState.Scheduled, ExpiresAt: { } expiresAt })
            yield return expiresAt;
    }

    private Decision Decide(Message message, Fact[] facts, DateTimeOffset now)
    {
        var decision = Decision.Decide(message, facts, now, rules);
        Laws.Hold(message, facts, decision, now, rules);
        Decisions++;
        return decision;
    }

    private int Arrive(Message from, Message sent, Decision decision, DateTimeOffset now, Queue<int> queue)
    {
        Note(ReferenceEquals(from, sent) ? null : from, decision.Message);
        var state = State.Of(decision.Message, now, horizon: 6 * tick.TotalSeconds);
        if (!_numbers.TryGetValue(state, out var number))
        {
            number = _reached.Count;
            if (number == MostStates)
                throw new LawBrokenException($"something grows without end: {state}");
            _numbers.Add(state, number);
            _reached.Add(new Reached(decision.Message, now, null));
            queue.Enqueue(number);
        }
        return number;
    }

    private void Note(Message? from, Message to)
    {
        if (from is null || Name(from) != Name(to))
            MessageArrows.Add((from is null ? "[*]" : Name(from), Name(to)));
        foreach (var attempt in to.Attempts)
        {
            var before = attempt.Step <= from?.Attempts.Length ? from.Attempts[attempt.Step - 1] : null;
            if (before?.Handover != attempt.Handover)
                HandoverArrows.Add((before?.Handover.ToString() ?? "[*]", attempt.Handover.ToString()));
            if (before is not null && before.Status != attempt.Status)
                StatusArrows.Add((StatusLadder.Rung(before.Status), StatusLadder.Rung(attempt.Status)));
        }
    }

    private static string Name(Message message) => message.Outcome switch
    {
        null => message.State.ToString(),
        Outcome.Succeeded => message.ProvisionalUntil is null ? "Succeeded" : "Provisional",
        { } outcome => outcome.ToString(),
    };

    // Timers fire in the order of the clock, so there is one path from each state; the states on it that were followed before need no
    // second look.
    private void TimersAloneEndEverything()
    {
        var ends = new bool[_reached.Count];
        for (var start = 0; start < ends.Length; start++)
        {
            var path = new HashSet<int>();
            for (int? at = start; at is { } number && !ends[number]; at = _reached[number].ByTimer)
            {
                if (!path.Add(number))
                    throw new LawBrokenException($"3: timers go round in {State.Of(_reached[number].Message, _reached[number].At)}");
                if (_reached[number].ByTimer is null && _reached[number].Message.State != MessageState.Completed)
                    throw new LawBrokenException($"3: timers stop in {State.Of(_reached[number].Message, _reached[number].At)}");
            }
            foreach (var number in path)
                ends[number] = true;
        }
    }

    private sealed record Reached(Message Message, DateTimeOffset At, int? ByTimer);
}
