using System.Diagnostics;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>Waits for what comes about by itself, and not a moment longer.</summary>
internal static class Eventually
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    public static async Task HoldsAsync(Func<Task<bool>> holds)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(began) > _patience)
                throw new TimeoutException("what the test waits for did not come about");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
