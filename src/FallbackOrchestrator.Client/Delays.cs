namespace FallbackOrchestrator.Client;

/// <summary>How long it took from the start of the window until a status was recorded, as a distribution.</summary>
public sealed record DelayCounts
{
    /// <summary>The channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>Delivered or Read.</summary>
    public required DeliveryStatus Status { get; init; }

    /// <summary>The attempts that reached the status.</summary>
    public required long Attempts { get; init; }

    /// <summary>Half of them took less than this number of seconds; null if they took more than a day.</summary>
    public int? Median { get; init; }

    /// <summary>95 % of them took less than this number of seconds; null if they took more than a day.</summary>
    public int? Percentile95 { get; init; }

    /// <summary>The attempts by time, up to a day.</summary>
    public required IReadOnlyList<DelayBound> Within { get; init; }
}

/// <summary>The attempts that took less than a time.</summary>
/// <param name="Seconds">The time in seconds.</param>
/// <param name="Attempts">The attempts, including those that took less than the bounds before it.</param>
public sealed record DelayBound(int Seconds, long Attempts);

/// <summary>What windows would have cost, by measured messages: the price of a shorter window, before it is chosen.</summary>
public sealed record WindowAdvice
{
    /// <summary>The start of the first hour that is included.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The end of the last hour that is included.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Everything that happened before this time is included; null until the first count.</summary>
    public DateTimeOffset? CountedAt { get; init; }

    /// <summary>One entry for each channel and status that attempts reached.</summary>
    public required IReadOnlyList<ChannelAdvice> Channels { get; init; }
}

/// <summary>Windows for one channel, if a status is its success status.</summary>
public sealed record ChannelAdvice
{
    /// <summary>The channel.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The success status: Delivered or Read.</summary>
    public required DeliveryStatus Status { get; init; }

    /// <summary>Attempts that the provider took.</summary>
    public required long HandedOver { get; init; }

    /// <summary>Of them, those that reached the status at any time.</summary>
    public required long Reached { get; init; }

    /// <summary>The shortest of these windows, in seconds, in which 95 % of those that reached the status did so; null for none.</summary>
    public int? SuggestedSeconds { get; init; }

    /// <summary>Windows from a second to a day.</summary>
    public required IReadOnlyList<AdvisedWindow> Windows { get; init; }
}

/// <summary>What a window of a length would have meant.</summary>
/// <param name="Seconds">The length in seconds.</param>
/// <param name="InTime">Attempts that reached the status within it: the next channel would not have been needed.</param>
/// <param name="Later">Attempts that reached the status after it: the person would have got the message on the next channel too.</param>
/// <param name="LaterShare">The share of these in all attempts that were handed over, from 0 to 1.</param>
public sealed record AdvisedWindow(int Seconds, long InTime, long Later, double LaterShare);
