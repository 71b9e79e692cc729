namespace FallbackOrchestrator.Messages.Contents;

/// <summary>What came of fitting a content to a channel: a closed set.</summary>
public abstract record Fitting
{
    private Fitting() { }

    /// <summary>This is sent.</summary>
    /// <param name="Body">What the channel carries of the content.</param>
    /// <param name="Warnings">What is lost or changed on the way.</param>
    /// <param name="UsesFallbackText">Whether the body is the fallback text.</param>
    public sealed record Fits(ContentBody Body, IReadOnlyList<string> Warnings, bool UsesFallbackText = false) : Fitting;

    /// <summary>The channel can carry nothing of it.</summary>
    public sealed record CannotApply(AttemptError Why) : Fitting;
}
