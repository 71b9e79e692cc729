using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>A call that a simulated provider received.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Channel">The channel of the message; null if the call could not be read so far.</param>
/// <param name="To">The recipient as the call wrote it; null in the same case.</param>
/// <param name="Reference">The customer's reference, if any.</param>
/// <param name="ProviderId">The id of the message; null if it was not accepted.</param>
/// <param name="At">The time of the call.</param>
/// <param name="Status">The HTTP status of the response; null if the connection was broken instead.</param>
internal sealed record RecordedCall(
    string Provider, SimulatedChannel? Channel, string? To, string? Reference, string? ProviderId, DateTimeOffset At, int? Status)
{
    /// <summary>The provider's id of the quoted message.</summary>
    public string? Quoted { get; init; }

    /// <summary>The lifetime that the call set; null if it set none, or if the provider takes none.</summary>
    public TimeSpan? Lifetime { get; init; }
}

/// <summary>A receipt that a simulated provider posted; each try is one.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Channel">The channel of the message.</param>
/// <param name="To">The recipient as the call wrote it.</param>
/// <param name="Reference">The customer's reference, if any.</param>
/// <param name="ProviderId">The provider's id of the message.</param>
/// <param name="MessageStatus">The reported status.</param>
/// <param name="At">The time at which it was posted.</param>
/// <param name="Status">The HTTP status of the service's response; null if there was none.</param>
internal sealed record RecordedReceipt(
    string Provider, SimulatedChannel Channel, string To, string? Reference, string ProviderId, SimulatedStatus MessageStatus,
    DateTimeOffset At, int? Status);

/// <summary>The latest calls and receipts of the simulated providers, for tests and for people.</summary>
internal sealed class CallLog(IOptions<SimulatorOptions> options)
{
    private readonly RecentList<RecordedCall> _calls = new(options.Value.Remembered);
    private readonly RecentList<RecordedReceipt> _receipts = new(options.Value.Remembered);

    public void Add(RecordedCall call) => _calls.Add(call);

    public void Add(RecordedReceipt receipt) => _receipts.Add(receipt);

    /// <summary>The calls for a recipient, in any spelling, or all of them; oldest first.</summary>
    public IReadOnlyList<RecordedCall> Calls(string? to = null) => _calls.Where(call => IsFor(to, call.To));

    /// <summary>The receipts for a recipient, in any spelling, or all of them; oldest first.</summary>
    public IReadOnlyList<RecordedReceipt> Receipts(string? to = null) => _receipts.Where(receipt => IsFor(to, receipt.To));

    /// <summary>Forgets the calls and the receipts. Scheduled receipts are still posted.</summary>
    public void Clear()
    {
        _calls.Clear();
        _receipts.Clear();
    }

    // A '+' that was not escaped arrives as a blank, and providers write numbers differently, so only the rest is compared.
    private static bool IsFor(string? asked, string? to) =>
        string.IsNullOrWhiteSpace(asked) || Number(asked).SequenceEqual(Number(to));

    private static ReadOnlySpan<char> Number(string? to) => to.AsSpan()[((to?.LastIndexOf(':') ?? -1) + 1)..].TrimStart("+ ");
}
