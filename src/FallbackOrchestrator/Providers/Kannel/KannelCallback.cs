using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Kannel;

/// <summary>
/// The address that Kannel calls with the reports of one message. Kannel signs nothing and repeats nothing but this address.
/// </summary>
internal sealed class KannelCallback(KannelOptions options)
{
    internal const string Report = "type";
    internal const string Time = "at";
    internal const string Id = "id";
    internal const string Reply = "reply";

    // Kannel replaces %d by the report's type, %T by its time in seconds since 1970, %F by the operator's id of the message, and %A by the
    // operator's text (user guide, table "Parameters (Escape Codes)").
    private const string Escapes = $"&{Report}=%d&{Time}=%T&{Id}=%F&{Reply}=%A";

    private readonly SignedAddress _address = new(options.ReceiptSecret, options.PreviousReceiptSecret);

    /// <summary>The address for an attempt's reports.</summary>
    public string Address(Uri receiptsTo, AttemptReference reference) =>
        // Kannel takes a percent sign for the beginning of an escape code, and two for one.
        _address.Of(receiptsTo, reference).Replace("%", "%%", StringComparison.Ordinal) + Escapes;

    /// <summary>True if the address that was called is one that this account wrote.</summary>
    public bool IsOurs(Uri called, out AttemptReference? reference) => _address.IsOurs(called, out reference);
}
