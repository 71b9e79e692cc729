using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator;

/// <summary>The names of all channels, including the other names that 8x8's pages use for them.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneOfChannelsAttribute() : OneOfAttribute(
    [.. Channel.All.SelectMany(channel => new[] { channel.Name.Value, channel.OtherName }.OfType<string>())]);
