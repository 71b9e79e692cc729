namespace FallbackOrchestrator.Hosting;

/// <summary>The process's source of random numbers, thread-safe. Code that needs random numbers takes a <see cref="Random"/>.</summary>
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
