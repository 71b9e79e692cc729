using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Tracking;
using FallbackOrchestrator.WebConsole;

namespace FallbackOrchestrator.UnitTests.WebConsole;

/// <summary>The console has words for everything that can happen to a message.</summary>
public sealed class TextsTests
{
    public static TheoryData<string> Kinds => [.. TimelineDetail.AllKinds];

    public static TheoryData<Outcome> Outcomes => [.. Enum.GetValues<Outcome>()];

    public static TheoryData<AttemptOutcome> AttemptOutcomes => [.. Enum.GetValues<AttemptOutcome>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_event_is_a_sentence(string kind) =>
        Texts.Of(new TimelineEventView { At = Message().CreatedAt, Cause = "receipt", What = kind, Step = 1 }, Message())
            .Should().NotBe(kind, "a kind without a sentence is shown as it is written in the code");

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void Every_outcome_of_a_message_is_a_sentence(Outcome outcome) =>
        Texts.Summary(Message() with { State = "completed", Outcome = EnumText.Of(outcome), SucceededStep = 1 }).Should().EndWith(".");

    [Theory]
    [MemberData(nameof(AttemptOutcomes))]
    public void Every_outcome_of_a_step_is_said_with_its_status(AttemptOutcome outcome) =>
        Texts.Summary(Step() with { Outcome = EnumText.Of(outcome) }).Should().NotBe(EnumText.Of(outcome));

    private static AttemptView Step() => new()
    {
        Step = 1, Channel = "WhatsApp", ChannelId = "whatsapp-demo", SuccessStatus = "Read", FallbackAfter = 60, Status = "sent",
        Outcome = "open",
    };

    private static MessageTimeline Message() => new()
    {
        Umid = Guid.Empty,
        State = "inProgress",
        Provisional = false,
        Completion = 0,
        DeliveredOn = [],
        DuplicateDelivery = false,
        CreatedAt = new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero),
        Attempts = [Step()],
        Events = [],
    };
}
