using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>How customers are told.</summary>
public sealed class StatusWebhooksOptions
{
    /// <summary>Whether endpoints may have private and loopback addresses. Default false; true in Development. Names are checked where they lead.</summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>Whether endpoints may be <c>http</c>. Default false; true in Development.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>The most that <see cref="TimeoutSeconds"/> may be. The lease of a delivery follows from it (<see cref="StatusUpdateOutbox.Lease"/>).</summary>
    internal const int LongestTimeoutSeconds = 25;

    /// <summary>How long an endpoint may take to answer, in seconds. Default 15.</summary>
    [Range(1, LongestTimeoutSeconds)]
    public int TimeoutSeconds { get; set; } = 15;

    /// <summary>For how long an update is tried, in hours. Default 24.</summary>
    [Range(1, 168)]
    public int KeepTryingHours { get; set; } = 24;

    /// <summary>An endpoint whose attempts have all failed for so long is stopped, in hours. Default 24.</summary>
    [Range(1, 720)]
    public int StopAfterHours { get; set; } = 24;

    /// <summary>Calls to one endpoint at the same time, over all replicas. Default 16.</summary>
    [Range(1, 512)]
    public int PerEndpoint { get; set; } = 16;

    /// <summary>Calls of one replica at the same time. Default 256.</summary>
    [Range(1, 1_000)]
    public int Concurrency { get; set; } = 256;

    /// <summary>Pings of one webhook in a minute, at one replica. Default 30.</summary>
    [Range(1, 1_000)]
    public int PingsPerMinute { get; set; } = 30;

    internal TimeSpan Timeout => TimeSpan.FromSeconds(TimeoutSeconds);

    internal TimeSpan KeepTrying => TimeSpan.FromHours(KeepTryingHours);

    internal TimeSpan StopAfter => TimeSpan.FromHours(StopAfterHours);
}
