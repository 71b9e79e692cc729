using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FallbackOrchestrator.Client;

/// <summary>
/// Writes and reads an enum by its names in the API: those of <see cref="JsonStringEnumMemberNameAttribute"/>, else in camel case. A name
/// that is not known is read as the first member, <c>Unrecognized</c>: a newer service may have more names.
/// </summary>
internal sealed class NameConverter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> NameOf = typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(member => !EqualityComparer<T>.Default.Equals((T)member.GetValue(null)!, default))
        .ToFrozenDictionary(
            member => (T)member.GetValue(null)!,
            member => member.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
                ?? JsonNamingPolicy.CamelCase.ConvertName(member.Name));

    private static readonly FrozenDictionary<string, T> ByName =
        NameOf.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>Every name that the API has.</summary>
    public static IEnumerable<string> Names => NameOf.Values;

    /// <summary>The name of a value.</summary>
    /// <exception cref="ArgumentException">The value has no name.</exception>
    public static string Write(T value) => NameOf.TryGetValue(value, out var name)
        ? name
        : throw new ArgumentException($"{typeof(T).Name}.{value} cannot be sent: choose one of {string.Join(", ", NameOf.Keys)}");

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? ByName.GetValueOrDefault(reader.GetString()!) : Unread(ref reader);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Write(value));

    private static T Unread(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return default;
    }
}
