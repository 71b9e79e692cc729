namespace FallbackOrchestrator.Persistence;

/// <summary>A status update that was given up, as it is stored until somebody is told.</summary>
internal sealed record ExhaustedUpdate
{
    public required Guid Id { get; init; }

    /// <summary>Its message.</summary>
    public required Guid Umid { get; init; }

    /// <summary>The subaccount of its message.</summary>
    public required string SubaccountId { get; init; }

    /// <summary>The delivery attempts.</summary>
    public required int Tries { get; init; }

    /// <summary>The result of the last attempt.</summary>
    public required WebhookResult LastResult { get; init; }

    /// <summary>The HTTP status of the last attempt, if there was a response.</summary>
    public int? LastStatus { get; init; }
}
