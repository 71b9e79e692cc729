using System.Threading.Channels;

namespace FallbackOrchestrator.Orchestration;

/// <summary>
/// The recalls that the door granted, for <c>Recaller</c>. If one is not made, because the service stops, the next step starts without it
/// at the time in its row.
/// </summary>
public sealed class GrantedRecalls
{
    private readonly Channel<RecallTask> _recalls = Channel.CreateUnbounded<RecallTask>(
        new UnboundedChannelOptions { SingleReader = true });

    private int _pending;

    /// <summary>The number of recalls that were added and have not ended.</summary>
    public int Pending => Volatile.Read(ref _pending);

    /// <summary>Adds a recall; nothing, if no more recalls are made.</summary>
    public void Add(RecallTask recall)
    {
        Interlocked.Increment(ref _pending);
        if (!_recalls.Writer.TryWrite(recall))
            End();
    }

    /// <summary>Notes that a recall has ended: its result is recorded, or never will be.</summary>
    public void End() => Interlocked.Decrement(ref _pending);

    /// <summary>Notes that no more recalls will be added.</summary>
    public void Complete() => _recalls.Writer.TryComplete();

    public ChannelReader<RecallTask> Reader => _recalls.Reader;
}
