namespace FallbackOrchestrator.Messages;

/// <summary>A customer's account; each subaccount belongs to one (8x8: <c>accountId</c>).</summary>
public readonly record struct CustomerAccountId(Guid Value)
{
    /// <summary>Reads the published form: a UUID with all of its hyphens, some of them or none.</summary>
    public static bool TryParse(string? text, out CustomerAccountId id)
    {
        var isUuid = Guid.TryParseExact(text?.Replace("-", "", StringComparison.Ordinal), "N", out var value);
        id = new CustomerAccountId(value);
        return isUuid;
    }

    public override string ToString() => Value.ToString("D");
}
