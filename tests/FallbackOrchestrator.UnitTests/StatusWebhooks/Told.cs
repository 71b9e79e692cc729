using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.UnitTests.Messages.Support;

namespace FallbackOrchestrator.UnitTests.StatusWebhooks;

/// <summary>The next decision of a story, as the door shows it to whoever tells the customer.</summary>
internal static class Told
{
    public static MessageChange By(this Story story, params Fact[] facts) => new(
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
