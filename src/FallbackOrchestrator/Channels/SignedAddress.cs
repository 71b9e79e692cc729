using System.Security.Cryptography;
using System.Text;
using FallbackOrchestrator.Messages;
using Microsoft.AspNetCore.WebUtilities;

namespace FallbackOrchestrator.Channels;

/// <summary>
/// The address for the receipts of one message, for a provider that gets it with the call and signs nothing: it contains our reference and
/// our own signature of it. Whoever reads one address, for example in a log, can forge the receipts of that message and of no other.
/// </summary>
/// <param name="secret">The secret of the signatures.</param>
/// <param name="previous">The secret before it, until its change is complete.</param>
internal sealed class SignedAddress(string secret, string? previous)
{
    private const string Reference = "ref";
    private const string Signature = "sig";

    // Tables of addresses often have 255 characters for one, so 192 bits must do.
    private const int SignatureBytes = 24;

    private readonly RotatingSecret _secret = new(secret, previous);

    /// <summary>The address for an attempt's receipts.</summary>
    /// <param name="receiptsTo">The address for all receipts of the account.</param>
    /// <param name="reference">The attempt.</param>
    public string Of(Uri receiptsTo, AttemptReference reference) => QueryHelpers.AddQueryString(
        QueryHelpers.AddQueryString(receiptsTo.AbsoluteUri, Reference, reference.ToString()),
        Signature, Sign(Encoding.UTF8.GetBytes(secret), reference.ToString()));

    /// <summary>True if the address that was called is one that this account wrote.</summary>
    /// <param name="called">The address.</param>
    /// <param name="reference">The attempt; null if it names none.</param>
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
