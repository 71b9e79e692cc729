using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Sending.Contents;

/// <summary>An SMS to send instead.</summary>
public sealed record RequestedSmsFallback
{
    /// <summary>Its text, at most 35,000 characters.</summary>
    [Required]
    public string? Text { get; init; }

    /// <summary>The sender ID that the handset shows: up to 11 letters, digits and spaces, or up to 16 digits.</summary>
    public string? Source { get; init; }

    /// <summary><c>AUTO</c> (the default), <c>GSM7</c> or <c>UCS2</c>.</summary>
    [JsonConverter(typeof(SmsEncodingNames))]
    public string? Encoding { get; init; }
}
