using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>
/// A company behind channels. Found in this assembly by its type; a new provider is one new folder under <c>Providers/</c>.
/// </summary>
public interface IProvider
{
    /// <summary>The name in configuration and in the webhook's path, e.g. <c>Meta</c>.</summary>
    string Name { get; }

    /// <summary>The channels that it serves.</summary>
    IReadOnlyList<ChannelName> Channels { get; }

    /// <summary>
    /// Makes the adapter of one configured account. Settings that are missing or wrong are reported, all of them, through
    /// <see cref="AccountSettings.Read{T}"/>, which stops the start.
    /// </summary>
    IChannelAdapter CreateAdapter(AccountSettings settings);
}
