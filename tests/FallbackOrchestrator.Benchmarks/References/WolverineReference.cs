using Microsoft.EntityFrameworkCore.Storage;
using Wolverine;
using Wolverine.Postgresql;
using Wolverine.RDBMS;
using Wolverine.Runtime;

namespace FallbackOrchestrator.Benchmarks.References;

/// <summary>The same rows with Wolverine: a durable scheduled message for each window, stored in the transaction of the rows.</summary>
internal sealed class WolverineReference(ReferenceDb db, IMessageContext context) : IReference
{
    public async Task StoreAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.Add(arrival);
        await db.SaveChangesAsync(cancellationToken);
        var outbox = (MessageContext)context;
        await outbox.EnlistInOutboxAsync(new DatabaseEnvelopeTransaction((IMessageDatabase)outbox.Storage, transaction.GetDbTransaction()));
        await outbox.ScheduleAsync(new WindowEnds(arrival.Id, 1), arrival.Ends);
        await transaction.CommitAsync(cancellationToken);
        await outbox.FlushOutgoingMessagesAsync();
    }

    /// <summary>Wolverine with PostgreSQL, looking for due messages four times a second and taking many at a time.</summary>
    public static void Add(WebApplicationBuilder builder, string connectionString) => builder.Host.UseWolverine(wolverine =>
    {
        wolverine.PersistMessagesWithPostgresql(connectionString, "wolverine");
        wolverine.Policies.UseDurableLocalQueues();
        wolverine.Discovery.DisableConventionalDiscovery().IncludeType<WindowEndsHandler>();
        wolverine.Durability.Mode = DurabilityMode.Solo;
        wolverine.Durability.ScheduledJobFirstExecution = TimeSpan.Zero;
        wolverine.Durability.ScheduledJobPollingTime = TimeSpan.FromMilliseconds(250);
        wolverine.Durability.RecoveryBatchSize = 1_000;
    });
}

/// <summary>The message of one window.</summary>
public sealed record WindowEnds(Guid Message, int Step);

/// <summary>Ends a window. Public, because Wolverine writes code that calls it.</summary>
public sealed class WindowEndsHandler
{
    public static Task HandleAsync(WindowEnds ends, IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<ReferenceDb>().TakeUpNextAsync(ends.Message, ends.Step, cancellationToken);
}
