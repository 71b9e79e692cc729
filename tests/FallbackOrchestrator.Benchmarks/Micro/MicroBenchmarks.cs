using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace FallbackOrchestrator.Benchmarks.Micro;

/// <summary>The hot pure parts, each alone: time and allocation by BenchmarkDotNet.</summary>
internal static class MicroBenchmarks
{
    /// <summary>Runs them; returns the exit code.</summary>
    /// <param name="args">BenchmarkDotNet's own options; all benchmarks without any.</param>
    public static int Run(string[] args)
    {
        // In this process: a generated project would not find the repository's central package versions.
        var config = DefaultConfig.Instance
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath(Path.Combine(Options.DefaultOutput, "micro"));
        var summaries = BenchmarkSwitcher.FromAssembly(
            typeof(MicroBenchmarks).Assembly).Run(args.Length > 0 ? args : ["--filter", "*"], config);
        return summaries.All(summary => !summary.HasCriticalValidationErrors) ? 0 : 1;
    }
}
