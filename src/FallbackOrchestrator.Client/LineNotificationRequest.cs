namespace FallbackOrchestrator.Client;

/// <summary>A LINE Official Notification: a step on <see cref="Channel.LineNotification"/>, and an SMS if LINE does not take it.</summary>
public sealed record LineNotificationRequest
{
    /// <summary>The recipient, by number.</summary>
    public required Recipient User { get; init; }

    /// <summary>Your own id for the message, at most 50 characters; it is returned in responses and status updates.</summary>
    public string? ClientMessageId { get; init; }

    /// <summary>The parts of the notice.</summary>
    public required Notice Content { get; init; }

    /// <summary>The address for the message's receipts, instead of the registered webhook.</summary>
    public string? DlrCallbackUrl { get; init; }

    /// <summary>The SMS to send if LINE does not take the message; null for none.</summary>
    public SmsFallback? SmsFallback { get; init; }
}

/// <summary>Many LINE Official Notifications in one request.</summary>
public sealed record LineNotificationBatchRequest
{
    /// <summary>The messages: 1 to 10,000.</summary>
    public required IReadOnlyList<LineNotificationRequest> Messages { get; init; }

    /// <summary>Your own id for the batch, at most 100 characters.</summary>
    public string? ClientBatchId { get; init; }

    /// <summary>True if the response is to list every message.</summary>
    public bool IncludeMessagesInResponse { get; init; }
}

/// <summary>The parts of a notice. Its texts together may have 500 characters.</summary>
public sealed record Notice
{
    /// <summary>The title.</summary>
    public string? Title { get; init; }

    /// <summary>The name of the company.</summary>
    public string? Company { get; init; }

    /// <summary>The name of one of 8x8's icons. LINE has none of them, so it is not sent.</summary>
    public string? Icon { get; init; }

    /// <summary>The most important value.</summary>
    public NoticeItem? Emphasis { get; init; }

    /// <summary>More values.</summary>
    public IReadOnlyList<NoticeItem>? List { get; init; }

    /// <summary>A greeting.</summary>
    public string? Greeting { get; init; }

    /// <summary>An explanation.</summary>
    public string? Explanation { get; init; }

    /// <summary>The buttons.</summary>
    public IReadOnlyList<NoticeAction>? Actions { get; init; }
}

/// <summary>A value with its name.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Content">The value.</param>
public sealed record NoticeItem(string? Label, string? Content);

/// <summary>A button.</summary>
/// <param name="Title">The words on it; LINE shows 40 characters.</param>
/// <param name="Url">The address that it opens: http, https, tel or line, at most 1,000 characters.</param>
public sealed record NoticeAction(string? Title, string? Url)
{
    /// <summary>Another name of <see cref="Url"/>, as in a sample of 8x8's.</summary>
    public string? Content { get; init; }
}

/// <summary>An SMS to send instead.</summary>
/// <param name="Text">Its text, at most 35,000 characters.</param>
public sealed record SmsFallback(string Text)
{
    /// <summary>The sender ID that the handset shows: up to 11 letters, digits and spaces, or up to 16 digits.</summary>
    public string? Source { get; init; }

    /// <summary>The alphabet; null for the smallest that fits.</summary>
    public SmsEncoding? Encoding { get; init; }
}
