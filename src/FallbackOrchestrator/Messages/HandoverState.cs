namespace FallbackOrchestrator.Messages;

/// <summary>The progress of an attempt's handover to its provider.</summary>
public enum HandoverState
{
    /// <summary>It waits for the account's limits, or for the next try.</summary>
    Queued,

    /// <summary>A replica holds the lease and is calling.</summary>
    Calling,

    /// <summary>The provider has it, or may have it.</summary>
    HandedOver,

    /// <summary>Rejected, by the provider or by this service.</summary>
    Refused,

    /// <summary>Never handed over: every call was deferred until the step's patience was over.</summary>
    NotSent,

    /// <summary>Taken out of the queue because the message got an outcome, or because the step was skipped.</summary>
    Withdrawn,
}
