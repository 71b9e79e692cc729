namespace FallbackOrchestrator.Messages;

/// <summary>One line of a message's timeline.</summary>
/// <param name="Step">The step that it is about; null for the message as a whole.</param>
/// <param name="Cause">The cause of the event.</param>
/// <param name="Event">The event.</param>
public sealed record TimelineEntry(int? Step, Cause Cause, MessageEvent Event);
