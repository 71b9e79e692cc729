using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// Changes registered webhooks, whole or not at all. This replica knows of a change before it is answered; the others do within seconds.
/// </summary>
internal sealed class WebhookChange(OrchestratorDbContext db, WebhookDirectory directory, NpgsqlDataSource data, TimeProvider time)
{
    /// <summary>Does a change.</summary>
    /// <param name="change">What it does to the rows is saved after it.</param>
    /// <param name="cancellationToken">Cancels the change.</param>
    /// <exception cref="NotStoredException">The database is in trouble; nothing was changed.</exception>
    /// <exception cref="CommitUnknownException">The database did not say in time.</exception>
    public Task DoAsync(Func<OrchestratorDbContext, Task> change, CancellationToken cancellationToken) => DoAsync(
        async rows =>
        {
            await change(rows);
            return null;
        },
        cancellationToken);

    /// <summary>Does a change; what it answers, if anything, is why everything is left as it was.</summary>
    /// <inheritdoc cref="DoAsync(Func{OrchestratorDbContext, Task}, CancellationToken)"/>
    public async Task<Problem?> DoAsync(Func<OrchestratorDbContext, Task<Problem?>> change, CancellationToken cancellationToken)
    {
        Problem? problem = null;
        await VerifiedChange.DoAsync(db, data, time, async () => (problem = await change(db)) is null, cancellationToken);
        // It is done, so it is not answered with an error any more.
        if (problem is null)
            await directory.TryRefreshAsync(CancellationToken.None);
        return problem;
    }
}
