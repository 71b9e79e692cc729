namespace FallbackOrchestrator.Messages.Contents;

/// <summary>An answer to tap.</summary>
/// <param name="Id">Comes back when it is tapped.</param>
/// <param name="Title">What it says.</param>
public sealed record ReplyButton(string Id, string Title);
