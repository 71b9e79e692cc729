using System.Buffers.Binary;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Messages;

/// <summary>
/// A message's unique id (8x8: <c>umid</c>). It is a UUIDv7, so ids sort by their time of creation, and the messages of a day are one range
/// of ids.
/// </summary>
public readonly record struct Umid(Guid Value)
{
    /// <summary>A number from 0 to less than 1 that nobody can choose: what is drawn for a message is drawn from its id.</summary>
    [JsonIgnore]
    public double Chance
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            Value.TryWriteBytes(bytes, bigEndian: true, out _);
            // The last 62 bits of a UUIDv7 are random.
            const int RandomBits = 62;
            return (BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) << (64 - RandomBits)) / Math.Pow(2, 64);
        }
    }

    /// <summary>A new id whose time part is <paramref name="now"/> (milliseconds); ids of one millisecond have no order.</summary>
    public static Umid New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public override string ToString() => Value.ToString("D");
}
