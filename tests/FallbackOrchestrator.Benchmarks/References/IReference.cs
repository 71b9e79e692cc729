using FallbackOrchestrator.Sending;

namespace FallbackOrchestrator.Benchmarks.References;

/// <summary>A message as it came in.</summary>
/// <param name="Id">The id that it was given.</param>
/// <param name="Subaccount">Whose it is.</param>
/// <param name="Asked">What was asked.</param>
/// <param name="Now">When.</param>
/// <param name="Ends">When its first window ends.</param>
internal sealed record Arrival(Guid Id, string Subaccount, SendRequest Asked, DateTimeOffset Now, DateTimeOffset Ends);

/// <summary>What a reference does with a message, behind the same HTTP surface as the service.</summary>
internal interface IReference
{
    /// <summary>Stores a message with its first attempt, and sees to it that its window is ended in time.</summary>
    Task StoreAsync(Arrival arrival, CancellationToken cancellationToken);
}

/// <summary>Stores nothing: how fast the endpoint itself is.</summary>
internal sealed class LimitReference : IReference
{
    public Task StoreAsync(Arrival arrival, CancellationToken cancellationToken) => Task.CompletedTask;
}
