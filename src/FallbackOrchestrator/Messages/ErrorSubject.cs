namespace FallbackOrchestrator.Messages;

/// <summary>What an error of a provider speaks of.</summary>
public enum ErrorSubject
{
    /// <summary>This message: its recipient, its content, its recipient's country, or a sender that it brought.</summary>
    Message,

    /// <summary>The sender that the call named. It speaks against the account only where that sender is the account's own.</summary>
    Sender,

    /// <summary>The account or its provider: credentials, funds, a service that is down.</summary>
    Account,
}
