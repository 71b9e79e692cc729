using System.Security.Cryptography;
using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using Microsoft.AspNetCore.WebUtilities;

namespace FallbackOrchestrator.Providers.Kannel;

/// <summary>
/// The address that Kannel calls with the reports of one message. Kannel signs nothing and repeats nothing but this address, so it contains
/// our reference and our own signature of it. Whoever reads one address, for example in Kannel's log, can forge the reports of that message
/// and of no other.
/// </summary>
internal sealed class KannelCallback(KannelOptions options)
{
    private const string Reference = "ref";
    internal const string Signature = "sig";

    internal const string Report = "type";
    internal const string Time = "at";
    internal const string Id = "id";
    internal const string Reply = "reply";

    // Kannel replaces %d by the report's type, %T by its time in seconds since 1970, %F by the operator's id of the message, and %A by the
    // operator's text (user guide, table "Parameters (Escape Codes)").
    private const string Escapes = $"&{Report}=%d&{Time}=%T&{Id}=%F&{Reply}=%A";

    // Kannel's tables of reports often have 255 characters for an address, so 192 bits must do.
    private const int SignatureBytes = 24;

    private readonly RotatingSecret _secret = new(options.ReceiptSecret, options.PreviousReceiptSecret);

    /// <summary>The address for an attempt's reports.</summary>
    public string Address(Uri receiptsTo, AttemptReference reference)
    {
        var signature = Sign(Encoding.UTF8.GetBytes(options.ReceiptSecret), reference.ToString());
        var address = QueryHelpers.AddQueryString(
            QueryHelpers.AddQueryString(receiptsTo.AbsoluteUri, Reference, reference.ToString()), Signature, signature);
        // Kannel takes a percent sign for the beginning of an escape code, and two for one.
        return address.Replace("%", "%%", StringComparison.Ordinal) + Escapes;
    }

    /// <summary>True if the address that was called is one that this account wrote.</summary>
    public bool IsOurs(Uri called, out AttemptReference? reference)
    {
        var query = QueryHelpers.ParseQuery(called.Query);
        var text = query.GetValueOrDefault(Reference).ToString();
        reference = Receipt.ReferenceIn(text);
        return _secret.Verifies(query.GetValueOrDefault(Signature).ToString(), key => Sign(key, text));
    }

    internal static string Sign(byte[] key, string reference) =>
        WebEncoders.Base64UrlEncode(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(reference)), 0, SignatureBytes);
}
