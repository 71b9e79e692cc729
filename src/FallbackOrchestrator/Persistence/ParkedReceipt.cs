using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Persistence;

/// <summary>A receipt whose attempt is not known yet: its contents, and the provider's id of the attempt.</summary>
public sealed record ParkedReceipt(
    ChannelAccountId Account,
    string ProviderId,
    AttemptStatus Status,
    DateTimeOffset? At,
    AttemptError? Error,
    bool Played = false,
    ReceiptDetails? Details = null);
