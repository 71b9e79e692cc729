using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace FallbackOrchestrator.Client;

/// <summary>The query of an address. What has no value is left out.</summary>
internal sealed class Query
{
    private readonly List<string> _parameters = [];

    public Query Add(string name, string? value)
    {
        if (value is not null)
            _parameters.Add($"{name}={Uri.EscapeDataString(value)}");
        return this;
    }

    public Query Add(string name, DateTimeOffset? value) =>
        Add(name, value?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));

    public Query Add(string name, int? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public Query Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(string name, T? value)
        where T : struct, Enum => Add(name, value is { } one ? NameConverter<T>.Write(one) : null);

    public Query Add<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields)] T>(string name, IReadOnlyList<T> values)
        where T : struct, Enum => Add(name, values.Count == 0 ? null : string.Join(',', values.Select(NameConverter<T>.Write)));

    public override string ToString() => _parameters.Count == 0 ? "" : $"?{string.Join('&', _parameters)}";
}
