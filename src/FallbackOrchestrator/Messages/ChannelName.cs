namespace FallbackOrchestrator.Messages;

/// <summary>
/// The name of a channel as it is shown (<c>WhatsApp</c>, <c>SMS</c>); equal in any case. It is no enum, because the set is open.
/// </summary>
public readonly record struct ChannelName(string Value)
{
    public bool Equals(ChannelName other) => string.Equals(Value, other.Value, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Value ?? "");

    public override string ToString() => Value;
}
