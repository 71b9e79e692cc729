namespace FallbackOrchestrator.Dispatching;

/// <summary>How the service does.</summary>
public sealed record OperationView
{
    /// <summary>The time of these figures.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The replicas that are alive.</summary>
    public required int Replicas { get; init; }

    /// <summary>The channel accounts of this replica, and others for which attempts wait.</summary>
    public required IReadOnlyList<OperatedAccount> Accounts { get; init; }

    /// <summary>Messages whose deadline passed more than 30 seconds ago: none in a healthy service.</summary>
    public required int OverdueMessages { get; init; }

    /// <summary>Messages that this replica could not process, and leaves alone for some minutes.</summary>
    public required IReadOnlyList<Guid> QuarantinedMessages { get; init; }

    /// <summary>Status updates that their endpoints have not received yet.</summary>
    public required int PendingStatusUpdates { get; init; }

    /// <summary>The longest time in seconds since one of them became due.</summary>
    public required double StatusUpdatesLateSeconds { get; init; }

    /// <summary>Receipts that belong to no known attempt yet.</summary>
    public required int ParkedReceipts { get; init; }

    /// <summary>Webhooks that are not called until their customer registers them again.</summary>
    public required int StoppedWebhooks { get; init; }
}
