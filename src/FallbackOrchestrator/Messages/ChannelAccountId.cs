namespace FallbackOrchestrator.Messages;

/// <summary>A configured adapter: one account with one provider for one channel (8x8: <c>channelId</c>).</summary>
public readonly record struct ChannelAccountId(string Value)
{
    public override string ToString() => Value;
}
