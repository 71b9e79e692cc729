using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator.Sending;

/// <summary>The content of a request, or the problem with it: one of the two.</summary>
internal sealed record ContentResult(MessageContent? Content, Problem? Problem);
