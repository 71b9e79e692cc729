namespace FallbackOrchestrator.Messages;

/// <summary>A customer's subaccount, as the path of every call names it: 3 to 50 characters.</summary>
public readonly record struct SubaccountId(string Value)
{
    /// <summary>
    /// The subaccount of the service's own warm-up. Its messages pass through everything that a customer's message passes through, and are
    /// never stored: their transaction ends with a ROLLBACK. No customer can have this id, because ids contain no tilde.
    /// </summary>
    public static SubaccountId WarmUp { get; } = new("~warm-up");

    public override string ToString() => Value;
}
