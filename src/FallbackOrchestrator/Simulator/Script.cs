namespace FallbackOrchestrator.Simulator;

/// <summary>The channels, in the order of the digits of a scripted number.</summary>
internal enum SimulatedChannel
{
    WhatsApp,
    Viber,
    Sms,
    Rcs,
    Telegram,
    Line,
    Zalo,
    LineNotification,
    Facebook,
    Instagram,
}

/// <summary>The status of a receipt, before a provider translates it. Later ones are higher.</summary>
internal enum SimulatedStatus
{
    Sent,
    Failed,
    Delivered,
    Read,
}

/// <summary>The provider's response to a well-formed call.</summary>
internal enum ScriptedResponse
{
    /// <summary>Accepts the message and says so.</summary>
    Accept,

    /// <summary>Reports at once that the recipient is not reachable.</summary>
    Refuse,

    /// <summary>Accepts the message, but breaks the connection instead of responding.</summary>
    Break,
}

/// <summary>The fate of a message: the response to its call and the receipts after it.</summary>
/// <param name="Response">The response to the call.</param>
/// <param name="Receipts">The statuses of the receipts, in the order in which they are posted.</param>
internal sealed record Behaviour(ScriptedResponse Response, params IReadOnlyList<SimulatedStatus> Receipts)
{
    /// <summary>The receipts wait for <see cref="SimulatorOptions.LateReceipts"/> first.</summary>
    public bool Late { get; init; }

    /// <summary>The first receipt is posted before the response to the call.</summary>
    public bool FirstReceiptBeforeResponse { get; init; }

    /// <summary>Every receipt is posted twice.</summary>
    public bool Twice { get; init; }

    /// <summary>The number of calls for a message that are rejected because of a rate limit before one is accepted.</summary>
    public int BusyCalls { get; init; }

    /// <summary>The time of each receipt of a message that was accepted at <paramref name="takenAt"/>.</summary>
    public IEnumerable<(SimulatedStatus Word, DateTimeOffset At)> Timetable(DateTimeOffset takenAt, SimulatorOptions options)
    {
        var first = takenAt + (
            Late ? options.LateReceipts : TimeSpan.Zero) + (FirstReceiptBeforeResponse ? TimeSpan.Zero : options.ReceiptGap);
        return Receipts.Select((status, index) => (status, first + index * options.ReceiptGap));
    }

    /// <summary>
    /// The status at a time of a message that was accepted at <paramref name="takenAt"/>; null if nothing has happened yet. The script and
    /// the time decide, so no state needs to be updated.
    /// </summary>
    public SimulatedStatus? StatusAt(DateTimeOffset now, DateTimeOffset takenAt, SimulatorOptions options) =>
        Timetable(takenAt, options).Where(receipt => receipt.At <= now).Max(receipt => (SimulatedStatus?)receipt.Word);

    /// <summary>The same behaviour on a channel that can report no more than <paramref name="best"/>.</summary>
    public Behaviour CappedAt(SimulatedStatus best)
    {
        var capped = Receipts.Select(status => status > best ? best : status).Distinct().ToArray();
        return this with { Receipts = Twice ? [.. capped, .. capped] : capped };
    }
}

/// <summary>
/// The number of the recipient decides what happens to a message: <c>9990</c>, then one digit for each channel in the order of
/// <see cref="SimulatedChannel"/>. Missing digits count as 4; further digits only make the number unique.
/// </summary>
internal static class Script
{
    private const string Prefix = "9990";
    private const int MissingDigit = 4;

    /// <summary>A number with these digits, in the order of <see cref="SimulatedChannel"/>; missing channels get <paramref name="usual"/>.</summary>
    /// <param name="digits">The digit of each chosen channel.</param>
    /// <param name="usual">The digit of all other channels.</param>
    public static string Number(IReadOnlyDictionary<SimulatedChannel, int> digits, int usual = MissingDigit) =>
        $"+{Prefix}{string.Concat(Enum.GetValues<SimulatedChannel>().Select(channel => digits.GetValueOrDefault(channel, usual)))}";

    private static readonly SimulatedStatus[] UpToRead = [SimulatedStatus.Sent, SimulatedStatus.Delivered, SimulatedStatus.Read];

    private static readonly (string Text, Behaviour Behaviour)[] ByDigit =
    [
        ("refused at once", new(ScriptedResponse.Refuse)),
        ("taken, then silence", new(ScriptedResponse.Accept)),
        ("up to Sent", new(ScriptedResponse.Accept, SimulatedStatus.Sent)),
        ("up to Delivered", new(ScriptedResponse.Accept, SimulatedStatus.Sent, SimulatedStatus.Delivered)),
        ("up to Read", new(ScriptedResponse.Accept, UpToRead)),
        ("taken, then failed", new(ScriptedResponse.Accept, SimulatedStatus.Failed)),
        ("late", new(ScriptedResponse.Accept, UpToRead) { Late = true }),
        ("taken, no response", new(ScriptedResponse.Break, SimulatedStatus.Delivered)),
        ("busy twice, then up to Read", new(ScriptedResponse.Accept, UpToRead) { BusyCalls = 2 }),
        ("receipts twice and backwards", new(
            ScriptedResponse.Accept, SimulatedStatus.Read, SimulatedStatus.Delivered, SimulatedStatus.Sent)
        {
            Twice = true,
            FirstReceiptBeforeResponse = true,
        }),
    ];

    /// <summary>What happens to a message, by digit, in words for people.</summary>
    public static IReadOnlyList<string> Texts { get; } = [.. ByDigit.Select(digit => digit.Text)];

    private static readonly Behaviour[][] ByChannelAndDigit =
    [
        .. Enum.GetValues<SimulatedChannel>().Select(channel => ByDigit.Select(digit => digit.Behaviour.CappedAt(Best(channel))).ToArray()),
    ];

    /// <summary>
    /// The behaviour for a message to <paramref name="to"/>, written with or without <c>+</c> and a prefix such as <c>rcs:</c>. LINE's user
    /// ids have the digits of a number after their <c>U</c>; those of Messenger and Instagram are digits.
    /// </summary>
    public static Behaviour For(string to, SimulatedChannel channel)
    {
        var digits = to.AsSpan()[(to.LastIndexOf(':') + 1)..].TrimStart("+U");
        return ByChannelAndDigit[(int)channel][digits.StartsWith(Prefix) ? DigitFor(digits[Prefix.Length..],
            channel) : Unscripted(channel)];
    }

    private static int DigitFor(ReadOnlySpan<char> digits, SimulatedChannel channel) =>
        digits.Length > (int)channel && char.IsAsciiDigit(digits[(int)channel]) ? digits[(int)channel] - '0' : MissingDigit;

    // Viber stays at Sent, so that a message to an arbitrary number shows a fallback.
    private static int Unscripted(SimulatedChannel channel) => channel is SimulatedChannel.Viber ? 2 : 3;

    private static SimulatedStatus Best(SimulatedChannel channel) => channel switch
    {
        SimulatedChannel.Sms or SimulatedChannel.Zalo or SimulatedChannel.LineNotification => SimulatedStatus.Delivered,
        SimulatedChannel.Line => SimulatedStatus.Sent,
        _ => SimulatedStatus.Read,
    };
}
