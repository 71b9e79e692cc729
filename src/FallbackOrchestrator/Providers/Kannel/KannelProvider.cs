using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Kannel;

/// <summary>SMS by a Kannel of one's own, which is connected to operators by SMPP and other protocols (https://www.kannel.org).</summary>
internal sealed class KannelProvider : IProvider
{
    /// <summary>
    /// The smsbox on this machine, at the port of Kannel's user guide, unless the account is configured with another address.
    /// </summary>
    internal static readonly Uri Host = new("http://localhost:13013");

    public string Name => "Kannel";

    public IReadOnlyList<ChannelName> Channels { get; } = [Channel.Sms.Name];

    public Type SettingsType => typeof(KannelOptions);

    public IChannelAdapter CreateAdapter(AccountSettings settings) => new KannelAdapter(settings, settings.Read<KannelOptions>());
}
