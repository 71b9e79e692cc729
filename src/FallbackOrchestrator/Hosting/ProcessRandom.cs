namespace FallbackOrchestrator.Hosting;

/// <summary>The process's source of chance, safe for many threads. Whoever needs chance takes a <see cref="Random"/>.</summary>
internal sealed class ProcessRandom : Random
{
    private readonly Lock _lock = new();

    protected override double Sample()
    {
        lock (_lock)
            return base.Sample();
    }

    public override double NextDouble() => Sample();
}
