namespace FallbackOrchestrator.Persistence;

/// <summary>A customer's account that the management API made.</summary>
public sealed class CustomerAccountRow
{
    public Guid Id { get; init; }
    public string? Name { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; set; }
}
