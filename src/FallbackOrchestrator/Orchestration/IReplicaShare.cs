namespace FallbackOrchestrator.Orchestration;

/// <summary>A limit that holds over all replicas: each of them takes its part.</summary>
internal interface IReplicaShare
{
    /// <summary>Takes this replica's part of the limit.</summary>
    /// <param name="replicas">How many replicas live, this one included.</param>
    void ShareAmong(int replicas);
}
