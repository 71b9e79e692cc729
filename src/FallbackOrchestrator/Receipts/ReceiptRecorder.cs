using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.Receipts;

/// <summary>
/// Finds the attempts of receipts and records them at the door. A receipt that matches no attempt yet is parked, not lost.
/// </summary>
public sealed class ReceiptRecorder(MessageDoor door, NpgsqlDataSource data, ReceiptMetrics metrics)
{
    /// <summary>Records receipts; they are committed when this returns.</summary>
    /// <param name="accounts">The account of the receipts. If there are several, it is the one of their attempt.</param>
    /// <param name="receipts">The receipts.</param>
    /// <param name="cancellationToken">Cancels what has not begun.</param>
    /// <exception cref="MessageQueueFullException">Not everything was recorded; the provider must post the receipts again.</exception>
    public async Task RecordAsync(
        IReadOnlyList<ChannelAccountId> accounts, IReadOnlyList<Receipt> receipts, CancellationToken cancellationToken)
    {
        if (accounts is [var only])
        {
            await RecordAsync(only, receipts, cancellationToken);
            return;
        }
        var owners = await ParkedReceipts.AccountsOfAsync(
            data, [.. receipts.Select(receipt => receipt.Reference).OfType<AttemptReference>()], cancellationToken);
        foreach (var account in accounts)
        {
            // It is searched by its id, or parked, for each of the accounts: the id is unique at the provider, so no attempt of another
            // account has it.
            await RecordAsync(
                account,
                [.. receipts.Where(receipt => receipt.Reference is not { } reference || OwnerOf(reference) == account)],
                cancellationToken);
        }

        ChannelAccountId OwnerOf(AttemptReference reference) =>
            owners.TryGetValue(reference, out var owner) && accounts.Contains(owner) ? owner : accounts[0];
    }

    private async Task RecordAsync(ChannelAccountId account, IReadOnlyList<Receipt> receipts, CancellationToken cancellationToken)
    {
        var byReference = receipts.Where(receipt => receipt.Reference is not null).ToList();
        var byProviderId = receipts.Where(receipt => receipt is { Reference: null, ProviderId: not null }).ToList();
        var known = byProviderId.Count == 0
            ? []
            : await ParkedReceipts.FindAsync(data, account, [.. byProviderId.Select(r => r.ProviderId!).Distinct()], cancellationToken);

        var facts = byReference.Select(receipt => (Reference: receipt.Reference!.Value, receipt))
            .Concat(byProviderId.Where(r => known.ContainsKey(r.ProviderId!)).Select(r => (Reference: known[r.ProviderId!], receipt: r)))
            .GroupBy(found => found.Reference.Umid, found => Fact(account, found.Reference.Step, found.receipt));
        var recording = facts.Select(message => RecordAsync(message.Key, [.. message])).ToList();

        var unknown = byProviderId.Where(receipt => !known.ContainsKey(receipt.ProviderId!)).ToList();
        if (unknown.Count > 0)
        {
            await ParkedReceipts.ParkAsync(
                data, [.. unknown.Select(r => new ParkedReceipt(account, r.ProviderId!, r.Status, r.At, r.Error, r.Played, r.Details))],
                cancellationToken);
        }
        await Task.WhenAll(recording);
    }

    private Task RecordAsync(Umid umid, IReadOnlyList<Fact.ReceiptCame> facts)
    {
        // Started at once, so that facts that belong together are committed together.
        var recorded = door.RecordAsync(umid, facts);
        return TraceAsync(recorded, facts);
    }

    private async Task TraceAsync(Task<DecisionResult?> recording, IReadOnlyList<Fact.ReceiptCame> facts)
    {
        var recorded = await recording;
        foreach (var fact in facts)
        {
            if (recorded is null)
                metrics.Unmatched(fact.Account, "its reference is of no message");
            else if (fact.Step > recorded.Message.Attempts.Length)
                metrics.Unmatched(fact.Account, "its reference is of a step that was not started");
            else if (recorded.Message.AccountOf(fact.Step) != fact.Account)
                metrics.Unmatched(fact.Account, "its reference is of another account's step");
        }
    }

    private static Fact.ReceiptCame Fact(ChannelAccountId account, int step, Receipt receipt) =>
        new(step, account, receipt.Status, receipt.At, receipt.Error, receipt.ProviderId, receipt.Played, receipt.Details);
}
