using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.StatusWebhooks;

/// <summary>The change that a story's next decision makes, as the door passes it to the status webhooks.</summary>
internal static class StoryExtensions
{
    public static MessageChange ChangeAfter(this Story story, params Fact[] facts) => new(
        story.Message,
        Decision.Decide(story.Message, facts, story.Now, story.Rules),
        new Recipient(Msisdn.Stored("+6591234567")),
        "order-7781",
        null,
        null,
        story.Now)
    {
        Facts = facts,
    };
}
