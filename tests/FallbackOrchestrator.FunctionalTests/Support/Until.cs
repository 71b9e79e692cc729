using System.Diagnostics;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>Repeats a question until its result is the expected one, or the time is over.</summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Returns the first result that will do.</summary>
    /// <exception cref="TimeoutException">None came in time; the message holds the last result.</exception>
    public static async Task<T> TrueAsync<T>(Func<Task<T>> ask, Func<T, bool> willDo)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var result = await ask();
            if (willDo(result))
                return result;
            if (Stopwatch.GetElapsedTime(began) > TestTimeout.Limit)
                throw new TimeoutException($"Not within {TestTimeout.Limit}; the last result was {result}");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
