using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using Npgsql;

namespace FallbackOrchestrator.Fallback;

/// <summary>
/// A run of one second that advances due messages: those that are already due at once, and those that become due in this second at their
/// time. Several runs at a time, here or on other replicas, share the work.
/// </summary>
public sealed class DueMessagesRun(MessageDoor door, NpgsqlDataSource data, TimeProvider time)
{
    /// <summary>The length of a run.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    // Messages whose deadlines follow closely upon each other are advanced in groups.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(10);

    // A message that is due but was not advanced is locked by another replica, or in quarantine.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    // One group is decided while another is written.
    private const int Beside = 2;

    // A window that was opened meanwhile may end before the next known deadline.
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
