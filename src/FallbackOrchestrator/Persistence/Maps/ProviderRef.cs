using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence.Maps;

/// <summary>A provider's id and its attempt.</summary>
internal readonly record struct ProviderRef(
    ChannelAccountId Account, string ProviderId, Guid MessageId, int Step, DateTimeOffset CreatedAt);
