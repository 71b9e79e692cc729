namespace FallbackOrchestrator.Hosting;

/// <summary>Knows whether the service is stopping but still takes requests, so that load balancers can change to other replicas.</summary>
internal sealed class Draining
{
    private volatile bool _hasBegun;

    /// <summary>True from the first signal on.</summary>
    public bool HasBegun => _hasBegun;

    /// <summary>Called when the service gets its first signal to stop.</summary>
    public void Begin() => _hasBegun = true;
}
