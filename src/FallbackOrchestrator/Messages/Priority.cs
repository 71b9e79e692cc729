namespace FallbackOrchestrator.Messages;

/// <summary>Which of a provider account's waiting attempts are handed over first. Within a priority the subaccounts take turns.</summary>
public enum Priority
{
    /// <summary>Somebody waits for it: a code, an alarm, a receipt.</summary>
    Transactional,

    /// <summary>It can wait for everything transactional.</summary>
    Marketing,
}
