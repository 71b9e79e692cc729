namespace FallbackOrchestrator.Reading;

/// <summary>What becomes of fields of a body that are not read.</summary>
public enum UnreadFields
{
    /// <summary>
    /// They are refused: the call is ours, and nobody sends them by 8x8's pages. Other notes are in the header <c>X-Warnings</c>.
    /// </summary>
    Refused,

    /// <summary>They are named in <c>warnings</c> of the answer.</summary>
    InWarnings,

    /// <summary>They are named in the header <c>X-Warnings</c>, for 8x8's answer has an empty body.</summary>
    InHeader,
}
