namespace FallbackOrchestrator.Messages;

/// <summary>One line of a message's record.</summary>
/// <param name="Step">The step that it is about; null for the message as a whole.</param>
/// <param name="Cause">What brought it about.</param>
/// <param name="Event">What happened.</param>
public sealed record TimelineEntry(int? Step, Cause Cause, MessageEvent Event);
