namespace FallbackOrchestrator.Messages;

/// <summary>How far an attempt is from its provider.</summary>
public enum HandoverState
{
    /// <summary>Waiting for the account's limits, or for the next try.</summary>
    Queued,

    /// <summary>A replica holds the lease and is calling.</summary>
    Calling,

    /// <summary>The provider has it, or may have it.</summary>
    HandedOver,

    /// <summary>Refused, by the provider or by ourselves.</summary>
    Refused,

    /// <summary>Never handed over: every call was deferred until the step's patience was over.</summary>
    NotSent,

    /// <summary>Taken out of the queue because the message had an outcome, or the step was skipped.</summary>
    Withdrawn,
}
