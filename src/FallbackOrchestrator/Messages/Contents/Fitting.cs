namespace FallbackOrchestrator.Messages.Contents;

/// <summary>The result of fitting a content to a channel: a closed set.</summary>
public abstract record Fitting
{
    private Fitting() { }

    /// <summary>The channel can carry this.</summary>
    /// <param name="Body">The body to send.</param>
    /// <param name="Warnings">What the person will miss, or will see differently.</param>
    /// <param name="UsesFallbackText">True if the body is the fallback text.</param>
    public sealed record Fits(ContentBody Body, IReadOnlyList<string> Warnings, bool UsesFallbackText = false) : Fitting;

    /// <summary>The channel cannot carry any of it.</summary>
    public sealed record CannotApply(AttemptError Why) : Fitting;
}
