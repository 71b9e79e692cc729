namespace FallbackOrchestrator.Messages;

/// <summary>
/// Our reference, which the provider repeats in its receipts, so that a receipt finds its attempt before the provider's id is known: the
/// message as 32 hexadecimal digits, a hyphen, and the step's number.
/// </summary>
public readonly record struct AttemptReference(Umid Umid, int Step)
{
    public override string ToString() => $"{Umid.Value:N}-{Step}";

    /// <summary>Reads a text that <see cref="ToString"/> wrote; returns <c>false</c> for any other text.</summary>
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
