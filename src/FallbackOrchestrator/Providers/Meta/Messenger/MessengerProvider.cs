using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Providers.Meta.Messenger;

/// <summary>
/// Messenger and Instagram by Meta's Messenger Platform: to people who wrote to the Page or the Instagram account before
/// (https://developers.facebook.com/documentation/business-messaging/messenger-platform/overview).
/// </summary>
internal sealed class MessengerProvider : IProvider
{
    public string Name => "Messenger";

    public IReadOnlyList<ChannelName> Channels { get; } = [Channel.Facebook.Name, Channel.Instagram.Name];

    public Type SettingsType => typeof(MessengerOptions);

    public IChannelAdapter CreateAdapter(AccountSettings settings)
    {
        var options = settings.Read<MessengerOptions>();
        return settings.Channel == Channel.Instagram.Name && options.InstagramAccountId is null
            ? throw new InvalidSettingsException(
            [
                $"{settings.Section.Path}:Settings:{nameof(MessengerOptions.InstagramAccountId)}: "
                    + "an account of the channel Instagram needs it, because webhooks name the Instagram account by it",
            ])
            : new MessengerAdapter(settings, options);
    }
}
