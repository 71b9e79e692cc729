using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// Changes registered webhooks in one transaction. This replica knows of a change before the response is sent; the others know of it within
/// seconds.
/// </summary>
internal sealed class WebhookChange(OrchestratorDbContext db, WebhookDirectory directory, NpgsqlDataSource data, TimeProvider time)
{
    /// <summary>Makes a change.</summary>
    /// <param name="change">Changes the rows; its changes are saved afterwards.</param>
    /// <param name="cancellationToken">Cancels the change.</param>
    /// <exception cref="NotStoredException">The database is unavailable; nothing was changed.</exception>
    /// <exception cref="CommitUnknownException">The database did not report the result in time.</exception>
    public Task DoAsync(Func<OrchestratorDbContext, Task> change, CancellationToken cancellationToken) => DoAsync(
        async rows =>
        {
            await change(rows);
            return null;
        },
        cancellationToken);

    /// <summary>Makes a change. If it returns a problem, nothing is changed.</summary>
    /// <inheritdoc cref="DoAsync(Func{OrchestratorDbContext, Task}, CancellationToken)"/>
    public async Task<Problem?> DoAsync(Func<OrchestratorDbContext, Task<Problem?>> change, CancellationToken cancellationToken)
    {
        Problem? problem = null;
        await VerifiedChange.DoAsync(db, data, time, async () => (problem = await change(db)) is null, cancellationToken);
        // The change is made, so no error is returned any more.
        if (problem is null)
            await directory.TryRefreshAsync(CancellationToken.None);
        return problem;
    }
}
