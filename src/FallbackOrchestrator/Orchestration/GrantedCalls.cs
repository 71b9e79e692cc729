using System.Threading.Channels;

namespace FallbackOrchestrator.Orchestration;

/// <summary>Where the door hangs out the calls that it granted. Its length is bounded by the accounts' concurrency.</summary>
public sealed class GrantedCalls
{
    private readonly Channel<ProviderCallTask> _calls = Channel.CreateUnbounded<ProviderCallTask>(
        new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Hangs out a call; false once nobody makes calls any more.</summary>
    public bool TryAdd(ProviderCallTask call) => _calls.Writer.TryWrite(call);

    /// <summary>No call will be posted any more.</summary>
    public void Complete() => _calls.Writer.TryComplete();

    public ChannelReader<ProviderCallTask> Reader => _calls.Reader;
}
