using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>A call that a fake provider received.</summary>
/// <param name="Provider">Which provider.</param>
/// <param name="Channel">The channel of the message; null where the call could not be read that far.</param>
/// <param name="To">The recipient as the call wrote it; null likewise.</param>
/// <param name="Reference">The customer's reference, if any.</param>
/// <param name="ProviderId">The id that the message was given; null where it was not taken.</param>
/// <param name="At">When the call came.</param>
/// <param name="Status">The HTTP status of the answer; null where the connection was broken instead.</param>
internal sealed record RecordedCall(
    string Provider, SimulatedChannel? Channel, string? To, string? Reference, string? ProviderId, DateTimeOffset At, int? Status)
{
    /// <summary>The provider's id of the message that it quotes.</summary>
    public string? Quoted { get; init; }
}

/// <summary>A receipt that a fake provider posted; each try is one.</summary>
/// <param name="Provider">Which provider.</param>
/// <param name="Channel">The channel of the message.</param>
/// <param name="To">The recipient as the call wrote it.</param>
/// <param name="Reference">The customer's reference, if any.</param>
/// <param name="ProviderId">The provider's id of the message.</param>
/// <param name="MessageStatus">What it says.</param>
/// <param name="At">When it was posted.</param>
/// <param name="Status">The HTTP status that the service answered; null where no answer came.</param>
internal sealed record RecordedReceipt(
    string Provider, SimulatedChannel Channel, string To, string? Reference, string ProviderId, SimulatedStatus MessageStatus,
    DateTimeOffset At, int? Status);

/// <summary>What the fake providers saw and did lately, for tests and for people who look.</summary>
internal sealed class CallLog(IOptions<SimulatorOptions> options)
{
    private readonly RecentList<RecordedCall> _calls = new(options.Value.Remembered);
    private readonly RecentList<RecordedReceipt> _receipts = new(options.Value.Remembered);

    public void Add(RecordedCall call) => _calls.Add(call);

    public void Add(RecordedReceipt receipt) => _receipts.Add(receipt);

    /// <summary>The calls for a recipient, however it is written, or all of them; oldest first.</summary>
    public IReadOnlyList<RecordedCall> Calls(string? to = null) => _calls.Where(call => IsFor(to, call.To));

    /// <summary>The receipts for a recipient, however it is written, or all of them; oldest first.</summary>
    public IReadOnlyList<RecordedReceipt> Receipts(string? to = null) => _receipts.Where(receipt => IsFor(to, receipt.To));

    /// <summary>Forgets the calls and the receipts. Receipts that are still to be posted are posted.</summary>
    public void Clear()
    {
        _calls.Clear();
        _receipts.Clear();
    }

    // A '+' that nobody escaped arrives as a blank, and providers differ in how they write a number: only what follows is compared.
    private static bool IsFor(string? asked, string? to) =>
        string.IsNullOrWhiteSpace(asked) || Number(asked).SequenceEqual(Number(to));

    private static ReadOnlySpan<char> Number(string? to) => to.AsSpan()[((to?.LastIndexOf(':') ?? -1) + 1)..].TrimStart("+ ");
}
