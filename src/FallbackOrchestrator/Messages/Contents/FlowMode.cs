namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The state of a form that is shown.</summary>
public enum FlowMode
{
    /// <summary>The published form.</summary>
    Published,

    /// <summary>The draft, for tests.</summary>
    Draft,
}
