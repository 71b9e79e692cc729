using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator;

/// <summary>The reasons that <c>fallbackOn</c> may name.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneOfFallbackReasonsAttribute() : OneOfAttribute([.. FallbackReasons.All.Select(EnumText.Of)]);
