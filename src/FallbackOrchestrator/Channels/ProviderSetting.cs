using System.Reflection;

namespace FallbackOrchestrator.Channels;

/// <summary>A setting of a provider's accounts.</summary>
/// <param name="Name">Its name, as the property has it.</param>
/// <param name="Secret">How long it must be, if it is a secret; else null.</param>
public sealed record ProviderSetting(string Name, SecretAttribute? Secret)
{
    private const string Previous = "Previous";

    /// <summary>The name of the setting that keeps the secret before a change valid; a provider need not have it.</summary>
    public string PreviousName => Previous + Name;

    /// <summary>The settings of a provider.</summary>
    public static IReadOnlyList<ProviderSetting> Of(IProvider provider) =>
    [
        .. provider.SettingsType.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => new ProviderSetting(property.Name, property.GetCustomAttribute<SecretAttribute>())),
    ];
}
