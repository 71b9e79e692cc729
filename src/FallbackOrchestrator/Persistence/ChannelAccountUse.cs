using Microsoft.EntityFrameworkCore;

namespace FallbackOrchestrator.Persistence;

/// <summary>What uses a channel account, and would miss it.</summary>
internal static class ChannelAccountUse
{
    /// <summary>The open subaccounts that name it, in the order of their ids; at most ten.</summary>
    public static Task<List<string>> SubaccountsAsync(OrchestratorDbContext db, string id, CancellationToken cancellationToken) =>
        db.Subaccounts.Where(subaccount => subaccount.ClosedAt == null && subaccount.ChannelAccounts.Contains(id))
        .Select(subaccount => subaccount.Id).Order().Take(10)
        .ToListAsync(cancellationToken);

    /// <summary>True if a message that is not completed has a step of it.</summary>
    public static async Task<bool> HasPendingMessagesAsync(OrchestratorDbContext db, string id, CancellationToken cancellationToken)
    {
        var step = $$"""[{"account": "{{id}}"}]"""; // An id needs no escapes.
        return await db.Database.SqlQuery<bool>(
            $"""SELECT EXISTS (SELECT FROM messages WHERE due_at IS NOT NULL AND steps @> {step}::jsonb) AS "Value" """)
            .SingleAsync(cancellationToken);
    }
}
