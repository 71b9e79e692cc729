namespace FallbackOrchestrator.Messages;

/// <summary>
/// A message's unique id (8x8: <c>umid</c>). It is a UUIDv7, so ids sort by their time of creation, and the messages of a day are one range
/// of ids.
/// </summary>
public readonly record struct Umid(Guid Value)
{
    /// <summary>A new id whose time part is <paramref name="now"/> (milliseconds); ids of one millisecond have no order.</summary>
    public static Umid New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public override string ToString() => Value.ToString("D");
}
