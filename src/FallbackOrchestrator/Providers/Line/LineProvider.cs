using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Line;

/// <summary>
/// Messages of a LINE Official Account by LINE's Messaging API (https://developers.line.biz/en/reference/messaging-api/): to its friends,
/// and as LINE notification messages to numbers.
/// </summary>
internal sealed class LineProvider : IProvider
{
    /// <summary>LINE's address, unless the account is configured with another one.</summary>
    internal static readonly Uri Host = new("https://api.line.me");

    public string Name => "Line";

    public IReadOnlyList<ChannelName> Channels { get; } = [Channel.Line.Name, Channel.LineNotification.Name];

    public Type SettingsType => typeof(LineOptions);

    public IChannelAdapter CreateAdapter(AccountSettings settings) => new LineAdapter(
        settings, settings.Read<LineOptions>(), settings.Channel == Channel.Line.Name ? new LinePush() : new LineNotification());
}
