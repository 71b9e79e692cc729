namespace FallbackOrchestrator.Messages.Contents;

/// <summary>A reply to tap.</summary>
/// <param name="Id">The id that comes back when it is tapped.</param>
/// <param name="Title">The text of the button.</param>
public sealed record ReplyButton(string Id, string Title);
