using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.Fallback;

/// <summary>
/// A second in which what is due is moved on: what has waited at once, and what becomes due in that second at its moment. Several turns
/// at a time, here or on other replicas, share the work.
/// </summary>
public sealed class DueMessagesRun(MessageDoor door, NpgsqlDataSource data, TimeProvider time)
{
    /// <summary>How long a run lasts.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    // Messages that end one upon the other are moved on in groups.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(10);

    // What is due and not moved on is in another's hands, or held back.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    // One group is decided upon while another is written.
    private const int Beside = 2;

    // A window that was opened meanwhile may end before the one that was seen.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var moved = (await Task.WhenAll(Enumerable.Range(0, Beside).Select(_ => CheckAllAsync(cancellationToken)))).Sum();
            if (await DueMessages.NextAsync(data, door.OldestPending, door.LeftAlone, cancellationToken) is not { } wait)
                return;
            var shortest = wait <= TimeSpan.Zero && moved == 0 ? Patience : Rest;
            wait = wait < shortest ? shortest : wait;
            if (time.GetElapsedTime(began) + wait > Length)
                return;
            await Task.Delay(wait < LongestSleep ? wait : LongestSleep, time, cancellationToken);
        }
    }

    private async Task<int> CheckAllAsync(CancellationToken cancellationToken)
    {
        var moved = 0;
        while (await door.CheckDueAsync(cancellationToken) is > 0 and var more)
        {
            moved += more;
            cancellationToken.ThrowIfCancellationRequested();
        }
        return moved;
    }
}
