namespace FallbackOrchestrator.Messages;

/// <summary>
/// A message's unique id (8x8: <c>umid</c>): a UUIDv7, so ids sort by the time at which they were made and a day of
/// messages is one range of ids.
/// </summary>
public readonly record struct Umid(Guid Value)
{
    /// <summary>A new id whose time part is <paramref name="now"/> (milliseconds); ids of one millisecond have no order.</summary>
    public static Umid New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public override string ToString() => Value.ToString("D");
}

/// <summary>A customer's subaccount, as it stands in the path of every call: 3 to 50 characters.</summary>
public readonly record struct SubaccountId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A configured adapter: one account with one provider for one channel (8x8: <c>channelId</c>).</summary>
public readonly record struct ChannelAccountId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>
/// What we give a provider to echo, so that a receipt finds its attempt before the provider's own id is known:
/// the message and the step, as 32 hexadecimal digits, a hyphen and the step's number.
/// </summary>
public readonly record struct AttemptReference(Umid Umid, int Step)
{
    public override string ToString() => $"{Umid.Value:N}-{Step}";

    /// <summary>Reads what <see cref="ToString"/> wrote; anything else is not ours and gives <c>false</c>.</summary>
    public static bool TryParse(string? text, out AttemptReference reference)
    {
        reference = default;
        if (text is not { Length: 34 or 35 } || text[32] != '-' || text[33] == '0')
            return false;
        if (!Guid.TryParseExact(text.AsSpan(0, 32), "N", out var umid))
            return false;
        if (!int.TryParse(text.AsSpan(33), System.Globalization.NumberStyles.None, null, out var step))
            return false;
        reference = new AttemptReference(new Umid(umid), step);
        return true;
    }
}
