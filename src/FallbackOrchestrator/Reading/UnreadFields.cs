namespace FallbackOrchestrator.Reading;

/// <summary>How a call treats fields of a body that are not read.</summary>
public enum UnreadFields
{
    /// <summary>
    /// They are rejected, because the call is an extension, which no client of 8x8 sends. Other notes are in the header <c>X-Warnings</c>.
    /// </summary>
    Refused,

    /// <summary>They are named in <c>warnings</c> of the response.</summary>
    InWarnings,

    /// <summary>They are named in the header <c>X-Warnings</c>, because 8x8's response has an empty body.</summary>
    InHeader,
}
