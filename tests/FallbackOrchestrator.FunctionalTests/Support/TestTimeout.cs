namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>
/// The longest real time that a test waits for something to happen. It only ends tests that would never end: no test may depend on the
/// speed of the machine, so there is one generous limit for all of them.
/// </summary>
internal static class TestTimeout
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
}
