using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace FallbackOrchestrator.Dispatching;

/// <summary>The call that shows an operator how the service does: channel accounts, and what waits.</summary>
internal static class OperationEndpoints
{
    public static void MapOperation(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetRequiredService<ConfiguredSubaccounts>().AdminKeys.Count == 0)
            return;
        app.MapGet("/api/v1/admin/operation", ShowAsync)
            .ForAdmin()
            .WithTags("Management")
            .WithName("GetOperation")
            .WithSummary("Show how the service does")
            .WithDescription(
                "Extension. Channel accounts with their circuits and queues, and what waits. Circuits and failures are those of the replica that responds.")
            .Produces<OperationView>()
            .ProducesErrors();
    }

    private static async Task<Ok<OperationView>> ShowAsync(
        [FromKeyedServices(OrchestratorDbContext.Looking)] NpgsqlDataSource data,
        AccountGates gates,
        ChannelCatalog catalog,
        MessageDoor door,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var backlog = await Backlog.ReadAsync(data, door.OldestPending, gates.Accounts, cancellationToken);
        return TypedResults.Ok(new OperationView
        {
            At = time.GetUtcNow(),
            Replicas = await Heartbeat.ReplicasAsync(data, cancellationToken),
            Accounts = [.. backlog.Queued.OrderBy(account => account.Key.Value, StringComparer.Ordinal)
                .Select(account => Account(account.Key, account.Value, gates, catalog))],
            OverdueMessages = backlog.Overdue,
            QuarantinedMessages = door.Quarantined,
            PendingStatusUpdates = backlog.Updates,
            StatusUpdatesLateSeconds = backlog.UpdatesLateBy.TotalSeconds,
            ParkedReceipts = backlog.ParkedReceipts,
            StoppedWebhooks = backlog.StoppedWebhooks,
        });
    }

    private static OperatedAccount Account(ChannelAccountId id, int queued, AccountGates gates, ChannelCatalog catalog)
    {
        catalog.TryFind(id, out var account);
        var view = new OperatedAccount
        {
            ChannelId = id.Value,
            Channel = account?.Channel.Name.Value,
            Provider = account?.ProviderName,
            Queued = queued,
        };
        if (!gates.Accounts.Contains(id))
            return view;
        var (circuit, outcomes) = (gates[id].Circuit, gates[id].Outcomes);
        var failures = outcomes.FailuresInARow;
        return view with
        {
            Circuit = circuit switch { { IsHalfOpen: true } => "halfOpen", { IsOpen: true } => "open", _ => "closed" },
            OpenSince = circuit.IsOpen ? circuit.OpenedAt : null,
            FailuresInARow = failures,
            FailingSince = failures > 0 ? outcomes.Since : null,
            LastFailure = failures > 0 ? outcomes.LatestCause : null,
        };
    }
}
