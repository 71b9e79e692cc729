namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The start of a form.</summary>
public enum FlowAction
{
    /// <summary>It starts at a screen that the message names.</summary>
    Navigate,

    /// <summary>It starts at a screen that the business's endpoint returns.</summary>
    DataExchange,
}
