using System.Collections.Immutable;
using System.Globalization;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Subaccounts;

namespace FallbackOrchestrator.Sending;

/// <summary>
/// Rule S14. Skips the steps whose channel a person is known not to be on, and lets the others remember. It needs a query, but only for
/// subaccounts that remember.
/// </summary>
internal sealed class ReachabilityChecks(Reachability reachability)
{
    /// <summary>The messages as they are to be sent, with a warning for each step that is skipped.</summary>
    public async Task<IReadOnlyList<ParsedSend>> CheckAsync(
        IReadOnlyList<ParsedSend> read, Subaccount subaccount, CancellationToken cancellationToken)
    {
        var people = new Dictionary<Recipient, string>();
        foreach (var message in read.Select(one => one.Message).OfType<NewMessage>())
            people[message.Recipient] = await reachability.HashAsync(message.Recipient, cancellationToken);
        if (people.Count == 0)
            return read;
        var known = await reachability.FindAsync(subaccount.Id, people.Values, cancellationToken);
        return
        [
            .. read.Select(one => one.Message is not { } message ? one
                : Check(one, message, new StepMemory(people[message.Recipient], subaccount.ReachabilityDays), known)),
        ];
    }

    private static ParsedSend Check(
        ParsedSend read, NewMessage message, StepMemory memory, ILookup<string, (ChannelName Channel, DateTimeOffset Until)> known)
    {
        var steps = message.Message.Sequence.Steps.Select(step => step with { Memory = memory }).ToImmutableArray();
        var absent = known[memory.Recipient].ToDictionary(one => one.Channel, one => one.Until);
        var checkedSteps = steps.Select(step => step.CannotApply is null && absent.TryGetValue(step.Channel, out var until)
            ? step with { CannotApply = Absent(until) } : step).ToImmutableArray();
        // A memory alone never makes a message impossible: it may be wrong by now.
        if (checkedSteps.All(step => step.CannotApply is not null))
            checkedSteps = steps;
        var skipped = checkedSteps.Zip(steps).Index()
            .Where(one => one.Item.First.CannotApply is not null && one.Item.Second.CannotApply is null)
            .Select(one => $"channels[{one.Index}] ({one.Item.First.Channel}) is skipped: {one.Item.First.CannotApply!.Text}");
        return read with
        {
            Message = message with { Message = message.Message with { Sequence = new FallbackSequence(checkedSteps) } },
            Warnings = [.. read.Warnings, .. skipped],
        };
    }

    private static AttemptError Absent(DateTimeOffset until) => AttemptError.Of(
        ErrorClass.NotReachable,
        text: "the person was not on this channel, which is remembered until "
            + until.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
