using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>A provider's word on one attempt. Carries our reference, the provider's id, or both.</summary>
/// <param name="Reference">Our reference as the provider echoed it.</param>
/// <param name="ProviderId">The provider's id of the attempt; null where it cannot be kept (<see cref="ProviderIds"/>).</param>
/// <param name="Status">What it says.</param>
/// <param name="At">The provider's time of it; null where it gives none, or one without a zone.</param>
/// <param name="Error">Why, on a failure.</param>
public sealed record Receipt(
    AttemptReference? Reference, string? ProviderId, AttemptStatus Status, DateTimeOffset? At, AttemptError? Error = null)
{
    public string? ProviderId { get; init; } = ProviderIds.Usable(ProviderId);

    /// <summary>Whether it is <see cref="AttemptStatus.Delivered"/> because the person played it: audio that was played was read.</summary>
    public bool Played { get; init; }

    /// <summary>What it says beside the status; null if it says nothing.</summary>
    public ReceiptDetails? Details { get; init; }

    /// <summary>The account that it names, where the provider names one (<see cref="AdapterCapabilities.AccountName"/>).</summary>
    public string? AccountName { get; init; }

    /// <summary>A status that says nothing we know: a new one, or none.</summary>
    public static Receipt Unheard { get; } = new(null, null, AttemptStatus.None, null);

    /// <summary>Why nobody can do anything with it; null where it says something of an attempt.</summary>
    internal string? WhyLeftOut => Status == AttemptStatus.None ? "its status is none that is known"
        : Reference is null && ProviderId is null ? "it has neither an id nor a reference that can be read"
        : null;

    /// <summary>Our reference in what a provider echoed; null where it is none of ours.</summary>
    public static AttemptReference? ReferenceIn(string? echoed) => AttemptReference.TryParse(echoed?.Trim(), out var ours) ? ours : null;
}
