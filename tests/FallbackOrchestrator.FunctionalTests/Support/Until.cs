using System.Diagnostics;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>Asks again and again until the answer is the one that is waited for, or the time is over.</summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>The first answer that will do.</summary>
    /// <exception cref="TimeoutException">None came in time; the message holds the last answer.</exception>
    public static async Task<T> TrueAsync<T>(Func<Task<T>> ask, Func<T, bool> willDo)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var response = await ask();
            if (willDo(response))
                return response;
            if (Stopwatch.GetElapsedTime(began) > Patience.Limit)
                throw new TimeoutException($"Not within {Patience.Limit}; the last answer was {response}");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
