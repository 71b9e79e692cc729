namespace FallbackOrchestrator.Messages;

/// <summary>
/// The order in which waiting attempts of a provider account are handed over. Within a priority the subaccounts take turns.
/// </summary>
public enum Priority
{
    /// <summary>Somebody waits for it: a code, an alarm, a receipt.</summary>
    Transactional,

    /// <summary>It can wait for everything transactional.</summary>
    Marketing,
}
