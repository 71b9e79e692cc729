using System.Globalization;

namespace FallbackOrchestrator.Benchmarks.Subjects;

/// <summary>
/// What processes cost, as Linux counts it in <c>/proc</c> (https://man7.org/linux/man-pages/man5/proc.5.html). Zero elsewhere.
/// </summary>
internal static class ProcessCosts
{
    private const double TicksPerSecond = 100; // USER_HZ, on every architecture that .NET runs on.

    /// <summary>The processor seconds of a process so far.</summary>
    public static double Cpu(int process) => Stat(process) is { } stat ? (stat[11] + stat[12]) / TicksPerSecond : 0;

    /// <summary>The processor seconds of a process, of its children and of those that have ended.</summary>
    public static double CpuWithChildren(int process)
    {
        if (Stat(process) is not { } stat)
            return 0;
        return ((stat[11] + stat[12] + stat[13] + stat[14]) / TicksPerSecond) + ChildrenOf(process).Sum(Cpu);
    }

    /// <summary>The most memory that a process has held since <see cref="ForgetPeak"/>, in bytes.</summary>
    public static double PeakMemory(int process) => Status(process, "VmHWM:");

    /// <summary>The memory that a process holds, in bytes.</summary>
    public static double Memory(int process) => Status(process, "VmRSS:");

    /// <summary>Resets the peak.</summary>
    public static void ForgetPeak(int process)
    {
        try
        {
            File.WriteAllText($"/proc/{process}/clear_refs", "5");
        }
        catch (IOException)
        {
            // Not Linux, or not allowed: the peak is that of the whole life.
        }
        catch (UnauthorizedAccessException)
        {
        }
    }

    private static IEnumerable<int> ChildrenOf(int process) =>
        Directory.Exists("/proc")
            ? Directory.EnumerateDirectories("/proc")
                .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
                .Where(id => id > 0 && Stat(id)?[1] == process)
            : [];

    // The fields from the third on; the second, the name, may hold spaces.
    private static double[]? Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return [.. text[(text.LastIndexOf(')') + 2)..].Split(' ').Select(field => double.TryParse(field, CultureInfo.InvariantCulture,
                out var value) ? value : 0)];
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double Status(int process, string name)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line[name.Length..^"kB".Length], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
