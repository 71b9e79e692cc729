using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>A part of a list of products.</summary>
public sealed record ProductSection(string? Title, ImmutableArray<string> RetailerIds);
