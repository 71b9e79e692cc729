using System.Collections.Immutable;
using System.Globalization;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Subaccounts;

namespace FallbackOrchestrator.Sending;

/// <summary>
/// Rules S14 and S15. Skips the steps whose channel a person is known not to be on, and lets the others remember; and those whose channel
/// the person opted out of. It needs a query, but only for subaccounts that want one of them.
/// </summary>
internal sealed class ReachabilityChecks(Reachability reachability)
{
    /// <summary>True if a subaccount wants one of them.</summary>
    public static bool AreWanted(Subaccount subaccount) => subaccount.ReachabilityDays > 0 || subaccount.SkipsOptedOut;

    /// <summary>The messages as they are to be sent, with a warning for each step that is skipped.</summary>
    public async Task<IReadOnlyList<ParsedSend>> CheckAsync(
        IReadOnlyList<ParsedSend> read, Subaccount subaccount, CancellationToken cancellationToken)
    {
        var people = new Dictionary<Recipient, ImmutableArray<string>>();
        foreach (var message in read.Select(one => one.Message).OfType<NewMessage>())
            people[message.Recipient] = await HashesAsync(message.Recipient, cancellationToken);
        if (people.Count == 0)
            return read;
        var known = await reachability.FindAsync(
            subaccount.Id, [.. people.Values.SelectMany(hashes => hashes).Distinct()], cancellationToken);
        return
        [
            .. read.Select(one => one.Message is not { } message ? one : Check(one, message, subaccount, people[message.Recipient], known)),
        ];
    }

    // What stands for the person comes first. Who opted out on a channel with ids of its own is known there by the id.
    private async Task<ImmutableArray<string>> HashesAsync(Recipient recipient, CancellationToken cancellationToken)
    {
        var hash = await reachability.HashAsync(recipient, cancellationToken);
        return recipient is { Msisdn: not null, ChannelUserId: not null }
            ? [hash, await reachability.HashAsync(recipient with { Msisdn = null }, cancellationToken)]
            : [hash];
    }

    private static ParsedSend Check(
        ParsedSend read, NewMessage message, Subaccount subaccount, ImmutableArray<string> person, ILookup<string, UnreachableOn> known)
    {
        var memory = subaccount.ReachabilityDays > 0 ? new StepMemory(person[0], subaccount.ReachabilityDays) : null;
        var steps = message.Message.Sequence.Steps.Select(step => step with { Memory = memory }).ToImmutableArray();
        var refused = person.SelectMany(hash => known[hash])
            .Where(one => one.Reason == UnreachableReason.OptedOut && subaccount.SkipsOptedOut)
            .Select(one => one.Channel)
            .ToHashSet();
        var wanted = Skipping(steps, step => refused.Contains(step.Channel) ? OptedOut : null);
        if (wanted.All(step => step.CannotApply is not null))
            return new ParsedSend(null, [], Problems.OptedOut(string.Join(", ", refused.Select(channel => channel.Value).Order(StringComparer.Ordinal))));
        var absent = known[person[0]]
            .Where(one => one.Reason == UnreachableReason.NotOnChannel && memory is not null)
            .ToDictionary(one => one.Channel, one => one.Until!.Value);
        var checkedSteps = Skipping(wanted, step => absent.TryGetValue(step.Channel, out var until) ? Absent(until) : null);
        // A memory alone never makes a message impossible: it may be wrong by now.
        if (checkedSteps.All(step => step.CannotApply is not null))
            checkedSteps = wanted;
        var skipped = checkedSteps.Zip(steps).Index()
            .Where(one => one.Item.First.CannotApply is not null && one.Item.Second.CannotApply is null)
            .Select(one => $"channels[{one.Index}] ({one.Item.First.Channel}) is skipped: {one.Item.First.CannotApply!.Text}");
        return read with
        {
            Message = message with { Message = message.Message with { Sequence = new FallbackSequence(checkedSteps) } },
            Warnings = [.. read.Warnings, .. skipped],
        };
    }

    private static ImmutableArray<FallbackStep> Skipping(ImmutableArray<FallbackStep> steps, Func<FallbackStep, AttemptError?> why) =>
        [.. steps.Select(step => step.CannotApply is null && why(step) is { } reason ? step with { CannotApply = reason } : step)];

    private static AttemptError OptedOut { get; } =
        AttemptError.Of(ErrorClass.RecipientRefused, text: "the person opted out of this channel");

    private static AttemptError Absent(DateTimeOffset until) => AttemptError.Of(
        ErrorClass.NotReachable,
        text: "the person was not on this channel, which is remembered until "
            + until.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
