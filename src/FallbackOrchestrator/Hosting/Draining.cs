namespace FallbackOrchestrator.Hosting;

/// <summary>Whether the service was told to stop and still takes requests, so that load balancers can turn to other replicas.</summary>
internal sealed class Draining
{
    private volatile bool _hasBegun;

    /// <summary>True from the first signal on.</summary>
    public bool HasBegun => _hasBegun;

    /// <summary>The service was told to stop.</summary>
    public void Begin() => _hasBegun = true;
}
