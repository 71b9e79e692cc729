namespace FallbackOrchestrator.Messages;

/// <summary>The subject of a provider's error: what it is evidence against.</summary>
public enum ErrorSubject
{
    /// <summary>This message: its recipient, its content, its recipient's country, or a sender that the request named.</summary>
    Message,

    /// <summary>The sender of the call. It is evidence against the account only if the account configured that sender.</summary>
    Sender,

    /// <summary>The account or its provider: credentials, funds, a service that is down.</summary>
    Account,
}
