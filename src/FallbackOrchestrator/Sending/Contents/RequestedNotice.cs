namespace FallbackOrchestrator.Sending.Contents;

/// <summary>The content of a LINE Official Notification. Its texts together may have 500 characters.</summary>
public sealed record RequestedNotice
{
    /// <summary>The title.</summary>
    public string? Title { get; init; }

    /// <summary>The name of the company.</summary>
    public string? Company { get; init; }

    /// <summary>One of 8x8's icons. LINE has none of them, so it is not sent.</summary>
    public string? Icon { get; init; }

    /// <summary>The most important value.</summary>
    public RequestedNoticeItem? Emphasis { get; init; }

    /// <summary>More values.</summary>
    public IReadOnlyList<RequestedNoticeItem?>? List { get; init; }

    /// <summary>A greeting.</summary>
    public string? Greeting { get; init; }

    /// <summary>An explanation.</summary>
    public string? Explanation { get; init; }

    /// <summary>The buttons, each of which opens an address.</summary>
    public IReadOnlyList<RequestedNoticeAction?>? Actions { get; init; }
}

/// <summary>A value with its name.</summary>
public sealed record RequestedNoticeItem
{
    /// <summary>Its name.</summary>
    public string? Label { get; init; }

    /// <summary>The value.</summary>
    public string? Content { get; init; }
}

/// <summary>A button.</summary>
public sealed record RequestedNoticeAction
{
    /// <summary>The words on it; LINE shows 40 characters.</summary>
    public string? Title { get; init; }

    /// <summary>The address that it opens: http, https, tel or line, at most 1,000 characters.</summary>
    public string? Url { get; init; }

    /// <summary>Another name of <see cref="Url"/>, as in a sample of 8x8's.</summary>
    public string? Content { get; init; }
}
