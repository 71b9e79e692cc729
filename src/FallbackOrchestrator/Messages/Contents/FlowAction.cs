namespace FallbackOrchestrator.Messages.Contents;

/// <summary>Where a form begins.</summary>
public enum FlowAction
{
    /// <summary>At a screen that the message names.</summary>
    Navigate,

    /// <summary>At what the business's endpoint answers.</summary>
    DataExchange,
}
