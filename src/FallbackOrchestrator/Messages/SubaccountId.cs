namespace FallbackOrchestrator.Messages;

/// <summary>A customer's subaccount, as it stands in the path of every call: 3 to 50 characters.</summary>
public readonly record struct SubaccountId(string Value)
{
    public override string ToString() => Value;
}
