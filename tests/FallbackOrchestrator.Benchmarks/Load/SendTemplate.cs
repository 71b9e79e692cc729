using System.Globalization;
using System.Text;

namespace FallbackOrchestrator.Benchmarks.Load;

/// <summary>The sender: a subaccount and its key.</summary>
internal sealed record Caller(string Subaccount, string Key);

/// <summary>The content of the request.</summary>
/// <param name="Window">The first step's window, in seconds; the second step has none.</param>
/// <param name="WhatsApp">The account of the first step, where it is not the subaccount's first.</param>
/// <param name="Idempotent">Whether each request has an idempotency key of its own.</param>
internal sealed record Asked(int Window = 600, string? WhatsApp = null, bool Idempotent = false);

/// <summary>
/// The bytes of a Send, or of a batch, written once; only the digits of the recipient's number change from request to request. The number
/// is how a message is recognised wherever it turns up: at the provider, in a webhook, in a row.
/// </summary>
internal sealed class SendTemplate
{
    /// <summary>What every number begins with.</summary>
    public const string Prefix = "+9991";

    /// <summary>How many digits follow it.</summary>
    public const int Digits = 9;

    private const string Text = "Your parcel arrives today between 14:00 and 16:00. Reply 1 if another day suits you better.";

    private static readonly byte[] Mark = Encoding.ASCII.GetBytes(Prefix[1..]);
    private static readonly string Unnumbered = Prefix[1..] + new string('0', Digits);

    private readonly byte[] _bytes;
    private readonly int[] _places;
    private readonly int _step;

    private SendTemplate(byte[] bytes, int[] places, int step) => (_bytes, _places, _step) = (bytes, places, step);

    /// <summary>One message of two steps: WhatsApp until it is read, then SMS.</summary>
    public static SendTemplate Single(Uri address, Caller caller, Asked asked, string headers = "")
    {
        var key = asked.Idempotent ? $"Idempotency-Key: order-{Unnumbered}\r\n" : "";
        return Of(Post(address, caller, "", headers + key, $"{{{User},{Rest(asked)}}}"), step: 0);
    }

    /// <summary>Many messages in one request, with numbers that follow one another.</summary>
    public static SendTemplate Batch(Uri address, Caller caller, Asked asked, int messages) => Of(
        Post(address, caller, "/batch", "",
            $"{{\"template\":{{{Rest(asked)}}},\"messages\":[{string.Join(',', Enumerable.Repeat($"{{{User}}}", messages))}]}}"),
        step: 1);

    /// <summary>The request for a number, or for the numbers from it on. The next call writes over it.</summary>
    public ReadOnlyMemory<byte> For(long number)
    {
        for (var i = 0; i < _places.Length; i++)
            (number + i * _step).TryFormat(_bytes.AsSpan(_places[i], Digits), out _, "D9", CultureInfo.InvariantCulture);
        return _bytes;
    }

    /// <summary>The same for another connection.</summary>
    public SendTemplate Copy() => new([.. _bytes], _places, _step);

    /// <summary>The number behind a prefix in a text; null where it has none.</summary>
    public static long? NumberIn(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOf(Mark); at >= 0; at = text.IndexOf(Mark))
        {
            text = text[(at + Mark.Length)..];
            if (text.Length >= Digits && long.TryParse(text[..Digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return number;
        }
        return null;
    }

    private static string User => $"\"user\":{{\"msisdn\":\"+{Unnumbered}\"}}";

    private static string Rest(Asked asked)
    {
        var account = asked.WhatsApp is { } id ? $",\"channelId\":\"{id}\"" : "";
        return $"\"type\":\"text\",\"content\":{{\"text\":\"{Text}\"}},\"channels\":[{{\"channel\":\"WhatsApp\",\"fallbackAfter\":{asked.Window},"
            + $"\"successStatus\":\"Read\"{account}}},{{\"channel\":\"SMS\"}}]";
    }

    private static string Post(Uri address, Caller caller, string path, string headers, string body) =>
        $"POST /api/v1/subaccounts/{caller.Subaccount}/messages{path} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {caller.Key}\r\n"
        + $"Content-Type: application/json\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}";

    private static SendTemplate Of(string request, int step)
    {
        var places = new List<int>();
        for (var at = request.IndexOf(Unnumbered, StringComparison.Ordinal); at >= 0; at = request.IndexOf(Unnumbered, at + 1,
            StringComparison.Ordinal))
            places.Add(at + Prefix.Length - 1);
        return new SendTemplate(Encoding.ASCII.GetBytes(request), [.. places], step);
    }
}
