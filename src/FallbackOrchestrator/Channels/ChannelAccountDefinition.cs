namespace FallbackOrchestrator.Channels;

/// <summary>The settings of a channel account that the configuration does not define, as they are given. Nothing is checked yet.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="Channel">The channel's name.</param>
/// <param name="BaseAddress">The address of the provider's API; null for the provider's own.</param>
/// <param name="PerSecond">Calls a second; null for the usual number.</param>
/// <param name="Concurrency">Calls at a time; null for the usual number.</param>
/// <param name="Settings">The provider's settings by name, secrets included.</param>
public sealed record ChannelAccountDefinition(
    string Id, string? Provider, string? Channel, string? BaseAddress, int? PerSecond, int? Concurrency,
    IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>As the section of a configuration, so that the same rules apply.</summary>
    internal IConfigurationSection AsSection()
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        Add("Provider", Provider);
        Add("Channel", Channel);
        Add("BaseAddress", BaseAddress);
        Add("PerSecond", PerSecond?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Add("Concurrency", Concurrency?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var (name, value) in Settings)
            Add($"Settings:{name}", value);
        return new ConfigurationBuilder().AddInMemoryCollection(values).Build().GetSection(Id);

        void Add(string name, string? value)
        {
            if (value is not null)
                values[$"{Id}:{name}"] = value;
        }
    }

    /// <summary>Only the id: the settings contain secrets.</summary>
    public override string ToString() => Id;
}
