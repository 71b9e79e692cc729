namespace FallbackOrchestrator.Messages.Contents;

/// <summary>A value of a notice.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Content">The value.</param>
public sealed record NoticeItem(string? Label, string? Content)
{
    /// <summary>Both in one line; 8x8's samples write some labels with a colon.</summary>
    public string ToText() => (Label?.TrimEnd(' ', ':'), Content) switch
    {
        ({ Length: > 0 } label, { Length: > 0 } content) => $"{label}: {content}",
        var (label, content) => string.IsNullOrEmpty(content) ? label ?? "" : content,
    };
}
