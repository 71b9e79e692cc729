using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>An RCS card.</summary>
/// <param name="Title">At most 200 characters.</param>
/// <param name="Description">At most 2,000 characters.</param>
/// <param name="Media">The image or video.</param>
/// <param name="Suggestions">At most 4.</param>
public sealed record Card(string? Title, string? Description, CardMedia Media, ImmutableArray<Suggestion> Suggestions);
