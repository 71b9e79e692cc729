using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.Receipts;

/// <summary>Finds the attempts of receipts and records them at the door. A receipt that matches no attempt yet is parked, not lost.</summary>
public sealed class ReceiptRecorder(MessageDoor door, NpgsqlDataSource data)
{
    /// <summary>Records receipts of one account; when it returns, they are committed.</summary>
    /// <exception cref="DoorFullException">Not everything was recorded; the provider is to post the receipts again.</exception>
    public async Task RecordAsync(AccountId account, IReadOnlyList<Receipt> receipts, CancellationToken cancelled)
    {
        var byReference = receipts.Where(receipt => receipt.Reference is not null).ToList();
        // An id that PostgreSQL cannot hold is an id that we never stored: it would only be refused, and posted again for days.
        var byProviderId = receipts
            .Where(receipt => receipt is { Reference: null, ProviderId: { } id } && !id.Contains('\0', StringComparison.Ordinal))
            .ToList();
        var known = byProviderId.Count == 0
            ? []
            : await ParkedReceipts.FindAsync(data, account, [.. byProviderId.Select(r => r.ProviderId!).Distinct()], cancelled);

        var facts = byReference.Select(receipt => (Reference: receipt.Reference!.Value, receipt))
            .Concat(byProviderId.Where(r => known.ContainsKey(r.ProviderId!)).Select(r => (Reference: known[r.ProviderId!], receipt: r)))
            .GroupBy(found => found.Reference.Umid, found => Fact(account, found.Reference.Step, found.receipt));
        var recording = facts.Select(message => door.RecordAsync(message.Key, [.. message])).ToList();

        var unknown = byProviderId.Where(receipt => !known.ContainsKey(receipt.ProviderId!)).ToList();
        if (unknown.Count > 0)
        {
            await ParkedReceipts.ParkAsync(
                data, [.. unknown.Select(r => new ParkedReceipt(account, r.ProviderId!, r.Word, r.At, r.Error))], cancelled);
        }
        await Task.WhenAll(recording);
    }

    private static Fact.ReceiptCame Fact(AccountId account, int step, Receipt receipt) =>
        new Fact.ReceiptCame(
            step,
            account,
            receipt.Word,
            receipt.At,
            receipt.Error,
            receipt.ProviderId?.Contains('\0', StringComparison.Ordinal) is false ? receipt.ProviderId : null);
}
