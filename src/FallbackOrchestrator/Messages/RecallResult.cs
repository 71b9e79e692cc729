namespace FallbackOrchestrator.Messages;

/// <summary>The result of one call that recalls an attempt. It is classified once, where the response is read.</summary>
public abstract record RecallResult
{
    private RecallResult() { }

    /// <summary>The provider has withdrawn the message: it will not be delivered.</summary>
    public sealed record Recalled : RecallResult;

    /// <summary>The message was delivered before, so that it cannot be withdrawn.</summary>
    public sealed record AlreadyDelivered : RecallResult;

    /// <summary>Nothing is known about the message that was not known before.</summary>
    /// <param name="Reason">What happened instead.</param>
    public sealed record Failed(string Reason) : RecallResult;
}
