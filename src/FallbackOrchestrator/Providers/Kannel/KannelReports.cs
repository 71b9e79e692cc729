using System.Globalization;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Kannel;

/// <summary>The types of Kannel's reports, which are bits (user guide, chapter "SMS Delivery Reports").</summary>
internal static class KannelReports
{
    private const int Delivered = 1;
    private const int Failed = 2;
    private const int Buffered = 4;
    private const int TakenBySmsc = 8;
    private const int RefusedBySmsc = 16;
    private const int Intermediate = 32; // Kannel's own mark; it is reported as 4.

    private const int Most = Delivered | Failed | Buffered | TakenBySmsc | RefusedBySmsc | Intermediate;

    /// <summary>The mask of the reports that a call asks for: all that every version of Kannel knows.</summary>
    public static readonly string Wanted =
        (Delivered | Failed | Buffered | TakenBySmsc | RefusedBySmsc).ToString(CultureInfo.InvariantCulture);

    /// <summary>The status that a type reports; null if it is none. If it has several bits, the highest status counts.</summary>
    public static AttemptStatus? StatusOf(string text) =>
        !int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var type) || type is < 1 or > Most ? null
        : (type & Delivered) != 0 ? AttemptStatus.Delivered
        : (type & Failed) != 0 ? AttemptStatus.Undelivered
        : (type & RefusedBySmsc) != 0 ? AttemptStatus.Rejected
        : AttemptStatus.Sent; // The operator has it.
}
