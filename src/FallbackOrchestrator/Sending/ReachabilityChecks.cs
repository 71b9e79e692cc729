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
        var wanted = Skipping(steps, i => subaccount.SkipsOptedOut && Known(i, UnreachableReason.OptedOut).Any() ? OptedOut : null);
        if (wanted.All(step => step.CannotApply is not null))
        {
            var refused = wanted.Where(step => step.CannotApply == OptedOut).Select(step => step.Channel.Value).Distinct();
            return new ParsedSend(null, [], Problems.OptedOut(string.Join(", ", refused.Order(StringComparer.Ordinal))));
        }
        // A message that starts later skips only what is remembered then.
        var starts = message.Message.ScheduledAt ?? message.Message.CreatedAt;
        // Where an absence ends the sequence (rule S13), the provider must say it.
        var possible = Skipping(wanted, i => steps[i].Memory is not null && !steps[i].StopOn.Contains(ErrorClass.NotReachable)
            && Known(i, UnreachableReason.NotOnChannel).FirstOrDefault(one => one.Until > starts) is { Until: { } until }
                ? Absent(until) : null);
        // A memory alone never makes a message impossible: it may be wrong by now.
        if (possible.All(step => step.CannotApply is not null))
            possible = wanted;
        var skipped = possible.Zip(steps).Index()
            .Where(one => one.Item.First.CannotApply is not null && one.Item.Second.CannotApply is null)
            .Select(one => $"channels[{one.Index}] ({one.Item.First.Channel}) is skipped: {one.Item.First.CannotApply!.Text}");
        return read with
        {
            Message = message with { Message = message.Message with { Sequence = new FallbackSequence(possible) } },
            Warnings = [.. read.Warnings, .. skipped],
        };

        IEnumerable<UnreachableOn> Known(int index, UnreachableReason reason) => hashes[index] is { } hash
            ? known[hash].Where(one => one.Channel == steps[index].Channel && one.Reason == reason) : [];
    }

    private static ImmutableArray<FallbackStep> Skipping(ImmutableArray<FallbackStep> steps, Func<int, AttemptError?> why) =>
        [.. steps.Select((step, i) => step.CannotApply is null && why(i) is { } reason ? step with { CannotApply = reason } : step)];

    private static AttemptError OptedOut { get; } =
        AttemptError.Of(ErrorClass.RecipientRefused, text: "the person opted out of this channel");

    private static AttemptError Absent(DateTimeOffset until) => AttemptError.Of(
        ErrorClass.NotReachable,
        text: "the person was not on this channel, which is remembered until "
            + until.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
