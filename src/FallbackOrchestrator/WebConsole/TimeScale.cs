using System.Globalization;
using FallbackOrchestrator.Tracking;

namespace FallbackOrchestrator.WebConsole;

/// <summary>The time axis of a message: from the moment when it was accepted to the end of what is known or awaited.</summary>
internal sealed class TimeScale
{
    private const int MostTicks = 7;
    private static readonly TimeSpan LongWait = TimeSpan.FromMinutes(10);

    private static readonly int[] Steps =
        [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 43200, 86400, 172800, 604800];

    private readonly DateTimeOffset _from;
    private readonly TimeSpan _length;

    private TimeScale(DateTimeOffset from, DateTimeOffset to)
    {
        _from = from;
        _length = TimeSpan.FromTicks(Math.Max((to - from).Ticks, TimeSpan.TicksPerSecond)) * 1.04;
    }

    /// <summary>The axis of a message at a time.</summary>
    public static TimeScale Of(MessageTimeline message, DateTimeOffset now)
    {
        // A message that was scheduled, or waited long, would otherwise be a dot at the end.
        var from = message.Attempts.Min(attempt => attempt.OpensAt) is { } opens && opens - message.CreatedAt > LongWait
            ? opens : message.CreatedAt;
        var ends = message.Events.Select(line => line.At);
        if (message.State != "completed")
            ends = [.. ends, now, .. message.Attempts.Where(IsOpen).Select(attempt => attempt.ClosesAt).OfType<DateTimeOffset>()];
        return new TimeScale(from, ends.Max());
    }

    /// <summary>The place of a time, as an SVG percentage.</summary>
    public string At(DateTimeOffset time) => Percent(Share(time));

    /// <summary>The width between two times, as an SVG percentage.</summary>
    public string Width(DateTimeOffset from, DateTimeOffset to) => Percent(Math.Max(0.3, Share(to) - Share(from)));

    /// <summary>The places and the labels of the axis.</summary>
    public IEnumerable<(string At, string Label)> Ticks()
    {
        var seconds = _length.TotalSeconds;
        var step = Steps.FirstOrDefault(step => seconds / step <= MostTicks, Steps[^1]);
        for (var second = 0; second <= seconds; second += step)
            yield return (Percent(100 * second / seconds), second == 0 ? "0" : Texts.Seconds(second));
    }

    private double Share(DateTimeOffset time) => Math.Clamp(100 * ((time - _from) / _length), 0, 100);

    private static bool IsOpen(AttemptView attempt) => attempt.Outcome == "open";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share:0.##}%");
}
