using FallbackOrchestrator.Statistics;

namespace FallbackOrchestrator.WebConsole;

/// <summary>The messages of a group that ended in one way, or have not ended yet.</summary>
/// <param name="Class">The style of its part of a bar.</param>
/// <param name="Channel">The channel of a success.</param>
/// <param name="Label">The way, in words.</param>
/// <param name="Count">The messages.</param>
/// <param name="Share">Their share in the group, in percent.</param>
internal sealed record EndedMessages(string Class, string? Channel, string Label, long Count, double Share)
{
    /// <summary>All messages of a group; ways in which none ended are left out.</summary>
    public static IEnumerable<EndedMessages> Of(StatisticsGroup group)
    {
        var states = group.States;
        IEnumerable<(string Class, string? Channel, string Label, long Count)> all =
        [
            .. group.Channels.OrderBy(channel => group.Steps.FirstOrDefault(step => step.Channel == channel.Channel)?.Step).Select(
                channel => ("succeeded", (string?)channel.Channel, $"succeeded on {channel.Channel}", channel.Succeeded)),
            ("failed", null, "failed", states.Failed),
            ("unconfirmed", null, "unconfirmed", states.Unconfirmed),
            ("expired", null, "expired", states.Expired),
            ("cancelled", null, "cancelled", states.Cancelled),
            ("in-progress", null, "in progress", states.InProgress),
            ("scheduled", null, "scheduled", states.Scheduled),
        ];
        return all.Where(part => part.Count > 0)
            .Select(part => new EndedMessages(part.Class, part.Channel, part.Label, part.Count, 100.0 * part.Count / group.Messages));
    }
}
