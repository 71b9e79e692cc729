using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>A part of a menu.</summary>
public sealed record ListSection(string? Title, ImmutableArray<ListRow> Rows);
