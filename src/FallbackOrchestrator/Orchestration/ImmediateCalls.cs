using System.Threading.Channels;

namespace FallbackOrchestrator.Orchestration;

/// <summary>
/// The recalls and status queries that the door granted, for <c>ImmediateCaller</c>. If one is not made, because the service stops, the
/// message goes on without it at the time in its row.
/// </summary>
public sealed class ImmediateCalls
{
    private readonly Channel<ImmediateCallTask> _calls = Channel.CreateUnbounded<ImmediateCallTask>(
        new UnboundedChannelOptions { SingleReader = true });

    private int _pending;

    /// <summary>The number of calls that were added and have not ended.</summary>
    public int Pending => Volatile.Read(ref _pending);

    /// <summary>Adds a call; nothing, if no more calls are made.</summary>
    public void Add(ImmediateCallTask call)
    {
        Interlocked.Increment(ref _pending);
        if (!_calls.Writer.TryWrite(call))
            End();
    }

    /// <summary>Notes that a call has ended: its result is recorded, or never will be.</summary>
    public void End() => Interlocked.Decrement(ref _pending);

    /// <summary>Notes that no more calls will be added.</summary>
    public void Complete() => _calls.Writer.TryComplete();

    public ChannelReader<ImmediateCallTask> Reader => _calls.Reader;
}
