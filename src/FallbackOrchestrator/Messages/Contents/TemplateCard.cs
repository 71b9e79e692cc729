using System.Collections.Immutable;

namespace FallbackOrchestrator.Messages.Contents;

/// <summary>A card of a template's carousel.</summary>
/// <param name="Index">The card's number, from 0.</param>
/// <param name="Components">Header, body and buttons.</param>
public sealed record TemplateCard(int Index, ImmutableArray<TemplateComponent> Components);
