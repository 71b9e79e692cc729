using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Orchestration;

/// <summary>The updates that tell customers of inbound messages, as the one who stores the messages sees them.</summary>
public interface IInboundUpdates
{
    /// <summary>Makes the updates of a message, one for each webhook of the type <c>MSG</c>; none if there is no such webhook.</summary>
    IReadOnlyList<NewStatusUpdate> Create(NewInboundMessage message);

    /// <summary>Notes that updates were committed.</summary>
    void Stored(IReadOnlyList<NewStatusUpdate> updates);
}
