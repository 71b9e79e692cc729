using System.Diagnostics;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>Waits for what comes about by itself, and not a moment longer.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(Func<Task<bool>> holds)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(began) > Patience.Limit)
                throw new TimeoutException("what the test waits for did not come about");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
