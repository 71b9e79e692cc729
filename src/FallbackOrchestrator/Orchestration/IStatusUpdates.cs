using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Orchestration;

/// <summary>The status updates for customers, as the door sees them.</summary>
public interface IStatusUpdates
{
    /// <summary>
    /// Makes the updates of a change, one for each endpoint and event; none if there is no endpoint. Does no I/O, because the door waits
    /// for it. Updates with a lease have taken a slot; one of the following methods must be called for them.
    /// </summary>
    IReadOnlyList<NewStatusUpdate> Create(MessageChange change);

    /// <summary>Notes that updates were committed.</summary>
    /// <param name="updates">All of the updates.</param>
    /// <param name="granted">The updates that this replica must deliver at once.</param>
    void Stored(IReadOnlyList<NewStatusUpdate> updates, IReadOnlySet<Guid> granted);

    /// <summary>Notes that updates were not committed.</summary>
    void Release(IReadOnlyList<NewStatusUpdate> updates);
}
