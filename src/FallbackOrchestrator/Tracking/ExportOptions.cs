using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.Tracking;

/// <summary>How much exports may take (section <c>Exports</c>).</summary>
public sealed class ExportOptions
{
    /// <summary>The exports of one subaccount at a time at one replica. Default 2.</summary>
    [Range(1, 100)]
    public int PerSubaccount { get; set; } = 2;

    /// <summary>How long one may take, in minutes. Default 60.</summary>
    [Range(1, 1440)]
    public int LongestMinutes { get; set; } = 60;

    /// <summary>How long who asked may take to read a page of 500 messages, in seconds. Default 60.</summary>
    [Range(1, 3600)]
    public int PageSeconds { get; set; } = 60;
}

/// <summary>The forms of an export.</summary>
internal enum ExportFormat
{
    /// <summary>A JSON object a line.</summary>
    Ndjson,

    /// <summary>RFC 4180, with a line of names.</summary>
    Csv,
}
