namespace FallbackOrchestrator.Messages;

/// <summary>
/// A message's unique id (8x8: <c>umid</c>): a UUIDv7, so ids sort by the time at which they were made and a day of
/// messages is one range of ids.
/// </summary>
public readonly record struct Umid(Guid Value)
{
    /// <summary>A new id whose time part is <paramref name="now"/> (milliseconds); ids of one millisecond have no order.</summary>
    public static Umid New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public override string ToString() => Value.ToString("D");
}
