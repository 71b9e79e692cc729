namespace FallbackOrchestrator.Messages.Contents;

/// <summary>A line of a menu.</summary>
public sealed record ListRow(string Id, string Title, string? Description);
