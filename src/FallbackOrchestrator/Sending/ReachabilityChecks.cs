using System.Collections.Immutable;
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

    /// <summary>
    /// The messages as they are to be sent, with a warning for each step that is skipped. A message is refused if only steps of which the
    /// person opted out are left.
    /// </summary>
    public async Task<IReadOnlyList<ParsedSend>> CheckAsync(
        IReadOnlyList<ParsedSend> read, Subaccount subaccount, CancellationToken cancellationToken)
    {
        var people = new List<ImmutableArray<string?>>(read.Count);
        foreach (var one in read)
            people.Add(one.Message is { } message ? await HashesAsync(message, subaccount, cancellationToken) : []);
        string[] asked = [.. people.SelectMany(hashes => hashes).OfType<string>().Distinct()];
        if (asked.Length == 0)
            return read;
        var known = await reachability.FindAsync(subaccount.Id, asked, cancellationToken);
        return
        [
            .. read.Zip(people, (one, hashes) => one.Message is { } message
                ? Check(one, message, subaccount, hashes, known) : one),
        ];
    }

    // What stands for the person on the channel of each step; null for a step that is not possible anyway.
    private async Task<ImmutableArray<string?>> HashesAsync(
        NewMessage message, Subaccount subaccount, CancellationToken cancellationToken)
    {
        var hashes = ImmutableArray.CreateBuilder<string?>();
        foreach (var step in message.Message.Sequence.Steps)
        {
            hashes.Add(step.CannotApply is null && Channel.TryFind(step.Channel.Value, out var channel)
                ? await reachability.HashAsync(
                    AsKnownTo(step.Account, message.Recipient, subaccount), channel, step.Account, cancellationToken)
                : null);
        }
        return hashes.ToImmutable();
    }

    // An account that takes user ids only knows the person by the id, whatever number the message has for its other steps.
    private static Recipient AsKnownTo(ChannelAccountId account, Recipient recipient, Subaccount subaccount) =>
        subaccount.Accounts.FirstOrDefault(one => one.Id == account)?.Adapter.Traits.Addressing == AccountAddressing.UserIdsOnly
            ? recipient with { Msisdn = null }
            : recipient;

    private static ParsedSend Check(
        ParsedSend read,
        NewMessage message,
        Subaccount subaccount,
        ImmutableArray<string?> hashes,
        ILookup<string, UnreachableOn> known)
    {
        var steps = message.Message.Sequence.Steps.Select((step, i) => hashes[i] is { } hash && subaccount.ReachabilityDays > 0
            ? step with { Memory = new StepMemory(hash, subaccount.ReachabilityDays) } : step).ToImmutableArray();
        var possible = RememberedSkips.In(
            steps, [.. steps.Select(Remembered)], message.Message.ScheduledAt ?? message.Message.CreatedAt);
        if (possible.All(step => step.CannotApply is not null))
        {
            var refused = possible
                .Where(step => step.CannotApply == RememberedSkips.OptedOut).Select(step => step.Channel.Value).Distinct();
            return new ParsedSend(null, [], Problems.OptedOut(string.Join(", ", refused.Order(StringComparer.Ordinal))));
        }
        var skipped = possible.Zip(steps).Index()
            .Where(one => one.Item.First.CannotApply is not null && one.Item.Second.CannotApply is null)
            .Select(one => $"channels[{one.Index}] ({one.Item.First.Channel}) is skipped: {one.Item.First.CannotApply!.Text}");
        return read with
        {
            Message = message with { Message = message.Message with { Sequence = new FallbackSequence(possible) } },
            Warnings = [.. read.Warnings, .. skipped],
        };

        RememberedOfStep Remembered(FallbackStep step, int index) => new(
            step.Memory is null ? null : Known(index, UnreachableReason.NotOnChannel).FirstOrDefault()?.Until,
            subaccount.SkipsOptedOut && Known(index, UnreachableReason.OptedOut).Any());

        IEnumerable<UnreachableOn> Known(int index, UnreachableReason reason) => hashes[index] is { } hash
            ? known[hash].Where(one => one.Channel == steps[index].Channel && one.Reason == reason) : [];
    }
}
