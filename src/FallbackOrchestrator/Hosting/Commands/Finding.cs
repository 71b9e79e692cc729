namespace FallbackOrchestrator.Hosting.Commands;

/// <summary>What <see cref="Doctor"/> found about one thing.</summary>
/// <param name="Verdict">Whether it is in order.</param>
/// <param name="Subject">The thing, in a few words.</param>
/// <param name="Text">The finding; if something is to be done, what.</param>
internal sealed record Finding(Verdict Verdict, string Subject, string Text)
{
    public static Finding Ok(string subject, string text) => new(Verdict.Ok, subject, text);

    public static Finding Warning(string subject, string text) => new(Verdict.Warning, subject, text);

    public static Finding Wrong(string subject, string text) => new(Verdict.Wrong, subject, text);
}

/// <summary>Whether something is in order.</summary>
internal enum Verdict
{
    /// <summary>It is in order.</summary>
    Ok,

    /// <summary>It works, and should be looked at.</summary>
    Warning,

    /// <summary>The service does not start, or does not work, until it is corrected.</summary>
    Wrong,
}
