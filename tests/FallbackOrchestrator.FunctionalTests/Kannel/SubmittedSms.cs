using System.Text;

namespace FallbackOrchestrator.FunctionalTests.Kannel;

/// <summary>One SMS, or one part of a long one, as an operator gets it (<c>submit_sm</c> of SMPP 3.4).</summary>
/// <param name="From">The sender.</param>
/// <param name="To">The recipient's digits.</param>
/// <param name="ValidUntil">The absolute time after which it is not to be delivered; empty if there is none.</param>
/// <param name="Coding">The alphabet: 0 for the operator's own, 8 for UCS-2.</param>
/// <param name="IsReported">Whether a receipt is asked for.</param>
/// <param name="Content">The text with its header.</param>
/// <param name="HasHeader">Whether it is a part.</param>
internal sealed record SubmittedSms(
    string From, string To, string ValidUntil, byte Coding, bool IsReported, byte[] Content, bool HasHeader)
{
    private const byte Ucs2 = 8;
    private const byte UserDataHeader = 0x40;

    /// <summary>The text; only letters that GSM-7 and ASCII share are read right, unless it is UCS-2.</summary>
    public string Text
    {
        get
        {
            var text = HasHeader ? Content.AsSpan(Content[0] + 1) : Content;
            return Coding == Ucs2 ? Encoding.BigEndianUnicode.GetString(text) : Encoding.ASCII.GetString(text);
        }
    }

    /// <summary>Reads the body of the request.</summary>
    public static SubmittedSms Read(ReadOnlySpan<byte> body)
    {
        var rest = body;
        Skip(ref rest); // service_type
        rest = rest[2..];
        var from = Skip(ref rest);
        rest = rest[2..];
        var to = Skip(ref rest);
        var kind = rest[0];
        rest = rest[3..];
        Skip(ref rest); // schedule_delivery_time
        var validUntil = Skip(ref rest);
        var (reported, coding, length) = (rest[0], rest[2], rest[4]);
        return new SubmittedSms(
            from, to, validUntil, coding, (reported & 3) != 0, rest.Slice(5, length).ToArray(), (kind & UserDataHeader) != 0);
    }

    private static string Skip(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)0);
        var text = Encoding.ASCII.GetString(rest[..end]);
        rest = rest[(end + 1)..];
        return text;
    }
}
