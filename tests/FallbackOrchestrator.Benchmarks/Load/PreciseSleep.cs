using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FallbackOrchestrator.Benchmarks.Load;

/// <summary>Sleeps to within some tens of microseconds, without burning a core that the service needs.</summary>
internal static class PreciseSleep
{
    /// <param name="timestamp">A time of <see cref="Stopwatch.GetTimestamp"/>.</param>
    public static void Until(long timestamp)
    {
        for (TimeSpan left; (left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp)) > TimeSpan.Zero;)
        {
            if (OperatingSystem.IsLinux())
                _ = Sleep((uint)Math.Clamp(left.TotalMicroseconds, 1, 900_000));
            else
                Thread.Sleep(1);
        }
    }

    [DllImport("libc", EntryPoint = "usleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sleep(uint microseconds);
}
