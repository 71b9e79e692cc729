using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Subaccounts;
using Npgsql;

namespace FallbackOrchestrator.Sending;

/// <summary>
/// Checks what a request does not contain: whether the person is known not to be on a channel or opted out of it, whether the quoted
/// message exists, whether the providers can stop trying when a window ends, and whether the accounts keep up with their queues. It needs a
/// query only for a quotation, and for subaccounts that want to know who is not on a channel or opted out.
/// </summary>
internal sealed class SendContextChecks(NpgsqlDataSource data, IAdmissionControl admission, ReachabilityChecks reachability)
{
    private static readonly IReadOnlyDictionary<Umid, QuotedMessage> Nothing = new Dictionary<Umid, QuotedMessage>();

    /// <summary>Adds the warnings, and rejects a request that quotes a message which the subaccount does not have.</summary>
    public async ValueTask<IReadOnlyList<ParsedSend>> CheckAsync(
        IReadOnlyList<ParsedSend> read, Subaccount subaccount, CancellationToken cancellationToken)
    {
        if (ReachabilityChecks.AreWanted(subaccount))
        {
            var asked = read;
            read = await NotStoredException.IfTroubledAsync(() => reachability.CheckAsync(asked, subaccount, cancellationToken));
        }
        Umid[] quoted =
            [.. read.Select(one => one.Message?.Content.ReplyTo).Where(umid => umid is not null).Select(umid => umid!.Value).Distinct()];
        var found = quoted.Length == 0 ? Nothing : await NotStoredException.IfTroubledAsync(() => FindAsync(quoted, cancellationToken));
        return
        [
            .. read.Select(one => one.Message is null
                ? one : CheckQueues(CheckLifetimes(CheckQuotation(one, subaccount, found), subaccount))),
        ];
    }

    private async Task<IReadOnlyDictionary<Umid, QuotedMessage>> FindAsync(Umid[] quoted, CancellationToken cancellationToken)
    {
        await using var connection = await data.OpenConnectionAsync(cancellationToken);
        return await QuotedMessages.FindAsync(connection, quoted, cancellationToken);
    }

    private static ParsedSend CheckQuotation(ParsedSend read, Subaccount subaccount, IReadOnlyDictionary<Umid, QuotedMessage> found)
    {
        if (read.Message!.Content.ReplyTo is not { } umid)
            return read;
        if (!found.TryGetValue(umid, out var quoted) || quoted.Subaccount != subaccount.Id)
            return new ParsedSend(
                null, [],
                    Problems.InvalidParameter("context.umid",
                        "is not a message of this subaccount; leave context out to send without a quotation"));
        var quoting = subaccount.Accounts.Where(account => account.Adapter.Traits.SupportsQuotes).Select(account => account.Id).ToHashSet();
        var warnings = Applicable(read.Message.Message)
            .Where(step => quoting.Contains(step.Step.Account))
            .Select(step => quoted.ProviderIds.ContainsKey(step.Step.Account)
                ? null
                : $"channels[{step.Number - 1}] ({step.Step.Channel}) has not sent the message of context.umid so far: unless it has by then, there is no quotation")
            .ToList();
        return With(read, warnings.Count == 0 ? ["context.umid is not used: none of the channels can quote"] : warnings);
    }

    private static ParsedSend CheckLifetimes(ParsedSend read, Subaccount subaccount)
    {
        return read.Message is { Message: var message }
            ? With(read, Applicable(message).Select(step => StepRules.LifetimeWarning(message.Sequence, step.Number, Shortest(step.Step))))
            : read;

        // Any of its accounts may send it.
        TimeSpan? Shortest(FallbackStep step) => subaccount.Accounts
            .Where(account => account.Id == step.Account || step.OtherAccounts.Any(other => other.Account == account.Id))
            .Max(account => account.Adapter.Traits.ShortestLifetime);
    }

    private ParsedSend CheckQueues(ParsedSend read) => read.Message is not { Message: { ScheduledAt: null } message } ? read : With(
        read,
        Applicable(message).Select(step => admission.IsBehind(step.Step.Account)
            ? $"channels[{step.Number - 1}] ({step.Step.Channel}): more messages wait for this account than it may send in a minute; the window opens after the wait"
            : null));

    private static IEnumerable<(int Number, FallbackStep Step)> Applicable(Message message) =>
        message.Sequence.Steps.Select((step, index) => (index + 1, step)).Where(one => one.step.CannotApply is null);

    private static ParsedSend With(ParsedSend read, IEnumerable<string?> warnings)
    {
        List<string> more = [.. warnings.OfType<string>()];
        return more.Count == 0 ? read : read with { Warnings = [.. read.Warnings, .. more] };
    }
}
