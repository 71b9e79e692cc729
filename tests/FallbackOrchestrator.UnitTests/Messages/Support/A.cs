using System.Globalization;
using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.UnitTests.Messages.Support;

/// <summary>Sample data; tests vary it by <c>with</c>.</summary>
internal static class A
{
    public static readonly DateTimeOffset Start = DateTimeOffset.Parse("2026-03-02T09:00:00Z", CultureInfo.InvariantCulture);

    public static readonly Rules Rules = new();

    public static readonly FallbackStep WhatsApp = Step("WhatsApp", window: 60, SuccessStatus.Read);

    public static readonly FallbackStep Viber = Step("Viber", window: 60, SuccessStatus.Delivered);

    public static readonly FallbackStep Sms = Step("SMS", window: null, SuccessStatus.Delivered);

    public static readonly AttemptError Throttled = AttemptError.Of(ErrorClass.Throttled, "429");

    public static readonly AttemptError NotReachable = AttemptError.Of(ErrorClass.NotReachable, "131026");

    public static FallbackStep Step(string channel, int? window, SuccessStatus success) =>
        new(new ChannelName(channel), new ChannelAccountId(channel.ToLowerInvariant()), Seconds(window), success);

    public static Message Message(params FallbackStep[] steps) => new()
    {
        Umid = new Umid(Guid.Parse("0195f000-0000-7000-8000-000000000001")),
        Subaccount = new SubaccountId("acme"),
        Sequence = new FallbackSequence([.. steps]),
        CreatedAt = Start,
        State = MessageState.InProgress,
    };

    public static Message Scheduled(int seconds, params FallbackStep[] steps) =>
        Message(steps) with { State = MessageState.Scheduled, ScheduledAt = Start.AddSeconds(seconds) };

    public static Fact.ReceiptCame Receipt(
        Message message, int step, AttemptStatus status, DateTimeOffset? at, AttemptError? error = null, string? id = null) =>
        new(step, message.Sequence[step].Account, status, at, error, id);

    /// <summary>The receipt of the account that has the step now.</summary>
    public static Fact.ReceiptCame ReceiptOfCurrent(
        Message message, int step, AttemptStatus status, DateTimeOffset? at, AttemptError? error = null, string? id = null) =>
        Receipt(message, step, status, at, error, id) with { Account = message.AccountOf(step) };

    private static TimeSpan? Seconds(int? seconds) => seconds is { } value ? TimeSpan.FromSeconds(value) : null;
}
