namespace FallbackOrchestrator.Messages.Contents;

/// <summary>A button that opens an address.</summary>
public sealed record LinkButton(string Caption, Uri Action);
