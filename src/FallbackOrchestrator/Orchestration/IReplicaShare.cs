namespace FallbackOrchestrator.Orchestration;

/// <summary>A limit over all replicas; each of them has a share of it.</summary>
internal interface IReplicaShare
{
    /// <summary>Sets this replica's share of the limit.</summary>
    /// <param name="replicas">The number of live replicas, including this one.</param>
    void ShareAmong(int replicas);
}
