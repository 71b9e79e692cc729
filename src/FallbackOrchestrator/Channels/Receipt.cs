using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>A provider's report of one attempt's status. It contains our reference, the provider's id, or both.</summary>
/// <param name="Reference">Our reference as the provider repeated it.</param>
/// <param name="ProviderId">The provider's id of the attempt; null if it cannot be stored (<see cref="ProviderIds"/>).</param>
/// <param name="Status">The reported status.</param>
/// <param name="At">The provider's time of the status; null if it has none, or one without a zone.</param>
/// <param name="Error">The reason of a failure.</param>
public sealed record Receipt(
    AttemptReference? Reference, string? ProviderId, AttemptStatus Status, DateTimeOffset? At, AttemptError? Error = null)
{
    public string? ProviderId { get; init; } = ProviderIds.Usable(ProviderId);

    /// <summary>True if it is <see cref="AttemptStatus.Delivered"/> because the person played it: audio that was played was read.</summary>
    public bool Played { get; init; }

    /// <summary>The content besides the status; null if there is none.</summary>
    public ReceiptDetails? Details { get; init; }

    /// <summary>The account that the receipt names, if the provider names one (<see cref="AdapterCapabilities.AccountName"/>).</summary>
    public string? AccountName { get; init; }

    /// <summary>A receipt without a known status: a new one, or none.</summary>
    public static Receipt Unheard { get; } = new(null, null, AttemptStatus.None, null);

    /// <summary>The reason why it cannot be used; null if it reports an attempt's status.</summary>
    internal string? WhyLeftOut => Status == AttemptStatus.None ? "its status is none that is known"
        : Reference is null && ProviderId is null ? "it has neither an id nor a reference that can be read"
        : null;

    /// <summary>Our reference in a text that a provider repeated; null if it is not ours.</summary>
    public static AttemptReference? ReferenceIn(string? echoed) => AttemptReference.TryParse(echoed?.Trim(), out var ours) ? ours : null;
}
