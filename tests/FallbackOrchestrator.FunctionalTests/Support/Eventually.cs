using System.Diagnostics;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>Waits until a condition holds.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(Func<Task<bool>> holds)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(began) > TestTimeout.Limit)
                throw new TimeoutException("what the test waits for did not happen");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
