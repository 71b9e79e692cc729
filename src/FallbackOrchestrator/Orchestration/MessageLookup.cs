using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Microsoft.EntityFrameworkCore;

namespace FallbackOrchestrator.Orchestration;

/// <summary>Answers whose message it is, before anything is done to it: another tenant's looks exactly like a missing one.</summary>
public sealed class MessageLookup(OrchestratorDbContext db)
{
    public Task<bool> BelongsToAsync(Umid umid, SubaccountId subaccount, CancellationToken cancelled) =>
        db.Messages.AnyAsync(message => message.Id == umid.Value && message.SubaccountId == subaccount.Value, cancelled);

    /// <summary>The messages of a batch; none if it is another subaccount's.</summary>
    public async Task<IReadOnlyList<Umid>> OfBatchAsync(Guid batch, SubaccountId subaccount, CancellationToken cancelled)
    {
        var ids = await db.Messages
            .Where(message => message.BatchId == batch && message.SubaccountId == subaccount.Value)
            .OrderBy(message => message.Id)
            .Select(message => message.Id)
            .ToListAsync(cancelled);
        return [.. ids.Select(id => new Umid(id))];
    }
}
