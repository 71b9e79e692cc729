using System.Threading.Channels;

namespace FallbackOrchestrator.Orchestration;

/// <summary>The calls that the door granted, for the dispatcher. Their number is limited by the accounts' concurrency.</summary>
public sealed class GrantedCalls
{
    private readonly Channel<ProviderCallTask> _calls = Channel.CreateUnbounded<ProviderCallTask>(
        new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Adds a call; false if no more calls are made.</summary>
    public bool TryAdd(ProviderCallTask call) => _calls.Writer.TryWrite(call);

    /// <summary>Notes that no more calls will be added.</summary>
    public void Complete() => _calls.Writer.TryComplete();

    public ChannelReader<ProviderCallTask> Reader => _calls.Reader;
}
