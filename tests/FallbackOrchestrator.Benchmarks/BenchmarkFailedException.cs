namespace FallbackOrchestrator.Benchmarks;

/// <summary>Something was measured that was not correct, or could not be measured: no figure of this run counts.</summary>
internal sealed class BenchmarkFailedException(string message) : Exception(message)
{
    /// <exception cref="BenchmarkFailedException">They differ.</exception>
    public static void Demand<T>(T found, T expected, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(found, expected))
            throw new BenchmarkFailedException($"{what}: {found}, expected {expected}");
    }
}
