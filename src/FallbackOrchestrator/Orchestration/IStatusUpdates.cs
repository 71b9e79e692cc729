using FallbackOrchestrator.Persistence;

namespace FallbackOrchestrator.Orchestration;

/// <summary>What customers are told, as the door sees it.</summary>
public interface IStatusUpdates
{
    /// <summary>
    /// What is owed about a change, one for each endpoint and event; nothing if nobody asked. Does no I/O: the door waits for it. Those
    /// that have a lease have taken a place, and are to be handed back by one of the following.
    /// </summary>
    IReadOnlyList<NewStatusUpdate> Create(MessageChange change);

    /// <summary>Says that updates were committed.</summary>
    /// <param name="updates">All of them.</param>
    /// <param name="granted">Those that this replica is to deliver at once.</param>
    void Stored(IReadOnlyList<NewStatusUpdate> updates, IReadOnlySet<Guid> granted);

    /// <summary>Says that updates were not committed.</summary>
    void Release(IReadOnlyList<NewStatusUpdate> updates);
}
