namespace FallbackOrchestrator.Messages.Contents;

/// <summary>Which state of a form is shown.</summary>
public enum FlowMode
{
    /// <summary>The published form.</summary>
    Published,

    /// <summary>The draft, for tests.</summary>
    Draft,
}
