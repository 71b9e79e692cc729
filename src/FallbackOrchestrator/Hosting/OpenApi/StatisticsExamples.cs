using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Statistics;
using static FallbackOrchestrator.Hosting.OpenApi.ResponseExamples;

namespace FallbackOrchestrator.Hosting.OpenApi;

/// <summary>Examples of statistics and advice.</summary>
internal static class StatisticsExamples
{
    /// <summary>A morning.</summary>
    public static MessageStatistics Statistics => new()
    {
        From = At.AddHours(-12),
        To = At.AddHours(12),
        CountedAt = At.AddHours(12).AddSeconds(-4),
        Total = new StatisticsGroup
        {
            Messages = 1000,
            States = new StateCounts
            {
                Scheduled = 0, InProgress = 12, Succeeded = 970, Failed = 18, Cancelled = 0, Expired = 0, Unconfirmed = 0,
            },
            DuplicateDeliveries = 9,
            Steps = [OnWhatsApp(step: 1), BySms(step: 2)],
            Channels = [OnWhatsApp(step: null), BySms(step: null)],
        },
        Reasons =
        [
            new ReasonCount { Channel = Channel.WhatsApp.Name.Value, Reason = "deadline", Status = "delivered", Attempts = 150 },
            new ReasonCount
            {
                Channel = Channel.WhatsApp.Name.Value, Reason = "failure", ErrorClass = EnumText.Of(ErrorClass.NotReachable),
                ErrorCode = ErrorCodes.AbsentSubscriber, Attempts = 110,
            },
        ],
        Delays =
        [
            new DelayCounts
            {
                Channel = Channel.WhatsApp.Name.Value, Status = "read", Attempts = 740, Median = 15, Percentile95 = 90,
                Within = [new DelayBound(15, 371), new DelayBound(60, 690), new DelayBound(90, 704)],
            },
        ],
    };

    /// <summary>A month.</summary>
    public static WindowAdvice Advice => new()
    {
        From = At.AddDays(-30),
        To = At.AddHours(12),
        CountedAt = At.AddHours(12).AddSeconds(-4),
        Channels =
        [
            new ChannelAdvice
            {
                Channel = Channel.WhatsApp.Name.Value, Status = "read", HandedOver = 890, Reached = 740, SuggestedSeconds = 90,
                Windows = [new AdvisedWindow(15, 371, 369, 0.4146), new AdvisedWindow(60, 690, 50, 0.0562)],
            },
        ],
    };

    private static AttemptCounts OnWhatsApp(int? step) => new()
    {
        Step = step, Channel = Channel.WhatsApp.Name.Value, Planned = 1000, Started = 1000, NotNeeded = 0, HandedOver = 890,
        Delivered = 860, Read = 740, Failed = 110, Succeeded = 720, Late = 20,
        Left = new LeftCounts { Deadline = 150, NotSent = 0, Skip = 0, Failure = 110 },
    };

    private static AttemptCounts BySms(int? step) => new()
    {
        Step = step, Channel = Channel.Sms.Name.Value, Planned = 1000, Started = 260, NotNeeded = 720, HandedOver = 260, Delivered = 250,
        Read = 0, Failed = 18, Succeeded = 250, Late = 0,
        Left = new LeftCounts { Deadline = 0, NotSent = 0, Skip = 0, Failure = 0 },
    };
}
