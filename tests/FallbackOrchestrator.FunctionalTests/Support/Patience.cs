namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>
/// How long the tests wait for what comes about by itself, in real time. It only ends what would never end: no test may depend on how fast
/// the machine is, so there is one limit for all of them, and it is generous.
/// </summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
}
