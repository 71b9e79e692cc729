namespace FallbackOrchestrator.Messages;

/// <summary>A customer's subaccount, as the path of every call names it: 3 to 50 characters.</summary>
public readonly record struct SubaccountId(string Value)
{
    public override string ToString() => Value;
}
