namespace FallbackOrchestrator.Benchmarks.Reporting;

/// <summary>One figure.</summary>
/// <param name="Name">What it is, with its unit.</param>
/// <param name="Value">The figure.</param>
/// <param name="MoreIsBetter">Which of several runs is the worst: the least, where more is better, else the most.</param>
internal sealed record Metric(string Name, double Value, bool MoreIsBetter = false);

/// <summary>The figures of one subject in one run of one case of a scenario.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Case">What was done, in words.</param>
/// <param name="Subject">Ours, or a reference.</param>
/// <param name="Run">Which run, from 1.</param>
/// <param name="Metrics">The figures. Those where more is better are compared by ratio.</param>
internal sealed record Measurement(string Scenario, string Case, string Subject, int Run, IReadOnlyList<Metric> Metrics);
