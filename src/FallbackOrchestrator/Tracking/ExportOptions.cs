using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.Tracking;

/// <summary>The limits of exports (section <c>Exports</c>).</summary>
public sealed class ExportOptions
{
    /// <summary>Exports of one subaccount at the same time, at one replica. Default 2.</summary>
    [Range(1, 100)]
    public int PerSubaccount { get; set; } = 2;

    /// <summary>The longest time for one export. Default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaxDuration { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The longest time for the reader to take a page of 500 messages. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan PageTimeout { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>The forms of an export.</summary>
internal enum ExportFormat
{
    /// <summary>A JSON object a line.</summary>
    Ndjson,

    /// <summary>RFC 4180, with a header line.</summary>
    Csv,
}
