using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>
/// A company that serves channels. It is found in this assembly by its type; a new provider is one new folder under <c>Providers/</c>.
/// </summary>
public interface IProvider
{
    /// <summary>The name in the configuration and in the webhook's path, e.g. <c>Meta</c>.</summary>
    string Name { get; }

    /// <summary>The channels that it serves.</summary>
    IReadOnlyList<ChannelName> Channels { get; }

    /// <summary>The class of an account's settings, which <see cref="AccountSettings.Read{T}"/> reads.</summary>
    Type SettingsType { get; }

    /// <summary>
    /// Creates the adapter of one configured account. All settings that are missing or wrong are reported together by
    /// <see cref="AccountSettings.Read{T}"/>, which stops the start.
    /// </summary>
    IChannelAdapter CreateAdapter(AccountSettings settings);
}
