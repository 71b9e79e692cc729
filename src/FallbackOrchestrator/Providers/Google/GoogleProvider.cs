using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Google;

/// <summary>RCS by Google's RCS for Business (https://developers.google.com/business-communications/rcs-business-messaging).</summary>
internal sealed class GoogleProvider : IProvider
{
    /// <summary>Google's address, unless the account is configured with a regional host.</summary>
    internal static readonly Uri Host = new("https://rcsbusinessmessaging.googleapis.com");

    public string Name => "Google";

    public IReadOnlyList<ChannelName> Channels { get; } = [Channel.Rcs.Name];

    public Type SettingsType => typeof(GoogleOptions);

    public IChannelAdapter CreateAdapter(AccountSettings settings) => new GoogleAdapter(settings, settings.Read<GoogleOptions>());
}
