using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>The settings for the delivery of status updates to customers (section <c>StatusWebhooks</c>).</summary>
public sealed class StatusWebhooksOptions
{
    /// <summary>
    /// True if endpoints may have private and loopback addresses. Default false; true in Development. For a name, the addresses to which it
    /// resolves are checked.
    /// </summary>
    public bool AllowPrivateAddresses { get; set; }

    /// <summary>True if endpoints may be <c>http</c>. Default false; true in Development.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>
    /// The longest <see cref="Timeout"/>. The lease of a delivery follows from it (<see cref="StatusUpdateOutbox.Lease"/>).
    /// </summary>
    internal const string LongestTimeout = "00:00:25";

    /// <summary>The longest time for an endpoint to respond. Default 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", LongestTimeout)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The time for which the delivery of an update is retried. Default 24 hours.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "7.00:00:00")]
    public TimeSpan KeepTrying { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The time for which all attempts must have failed before an endpoint is stopped. Default 24 hours.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan StopAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Calls to one endpoint at the same time, over all replicas. Default 16.</summary>
    [Range(1, 512)]
    public int PerEndpoint { get; set; } = 16;

    /// <summary>Calls of one replica at the same time. Default 256.</summary>
    [Range(1, 1_000)]
    public int Concurrency { get; set; } = 256;

    /// <summary>Pings of one webhook in a minute, at one replica. Default 30.</summary>
    [Range(1, 1_000)]
    public int PingsPerMinute { get; set; } = 30;
}
