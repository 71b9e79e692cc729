using FallbackOrchestrator.Dispatching;
using FallbackOrchestrator.Inbound;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.StatusWebhooks;
using FallbackOrchestrator.Tracking;

namespace FallbackOrchestrator.Hosting.OpenApi;

/// <summary>Examples of responses. The errors are the service's own.</summary>
internal static class ResponseExamples
{
    /// <summary>The message of all examples.</summary>
    public static readonly Guid Umid = new("019a0c2e-8f64-7c1b-9d52-3f7a8b6c4d10");

    /// <summary>The batch of all examples.</summary>
    public static readonly Guid Batch = new("019a0c2e-8f64-7c1b-9d52-3f7a8b6c4d11");

    private const string Msisdn = "+9990223";
    private const string MaskedMsisdn = "+999xxxx";
    private const string ClientMessageId = "order-7781";
    private const string ContentType = "Text";

    /// <summary>The time of all examples.</summary>
    public static readonly DateTimeOffset At = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The response to a success, by the operation's id.</summary>
    public static IReadOnlyDictionary<string, object> Successes { get; } = new Dictionary<string, object>
    {
        ["SendMessage"] = new SendResponse
        {
            Umid = Umid,
            User = new SentTo { Msisdn = Msisdn },
            ClientMessageId = ClientMessageId,
            Status = new SentStatus { State = "queued", Timestamp = At },
        },
        ["SendMessageBatch"] = new BatchResponse
        {
            BatchId = Batch,
            ClientBatchId = "promo-12",
            AcceptedCount = 1,
            RejectedCount = 1,
            Messages = [Accepted(), Rejected()],
        },
        ["SendLineNotification"] = new SendResponse
        {
            Umid = Umid,
            User = new SentTo { Msisdn = Msisdn },
            ClientMessageId = ClientMessageId,
            Status = new SentStatus { State = "queued", Timestamp = At },
        },
        ["SendLineNotificationBatch"] = new BatchResponse
        {
            BatchId = Batch,
            AcceptedCount = 1,
            RejectedCount = 0,
            Messages = [Accepted()],
        },
        ["CancelMessage"] = new CancelResponse { CancelledCount = 1 },
        ["CancelMessageBatch"] = new CancelResponse { CancelledCount = 2 },
        ["SkipStep"] = new SkipResponse { Skipped = true },
        ["GetMessageDetails"] = new MessageDetails
        {
            Data =
            [
                Details(1, Channel.WhatsApp, "whatsapp-demo", new PublishedStatus("sent")),
                Details(2, Channel.Sms, "sms-demo", new PublishedStatus("delivered", "delivered_to_recipient")),
            ],
        },
        ["GetMessageTimeline"] = Timeline(),
        ["GetMessageContent"] = new MessageContentView
        {
            Umid = Umid,
            Steps =
            [
                new StepContentView { Step = 1, Channel = "WhatsApp", ContentType = ContentType, Text = "Hello World!" },
                new StepContentView { Step = 2, Channel = "SMS", ContentType = ContentType, Text = "Hello World!", Segments = 1 },
            ],
        },
        ["GetOperation"] = new OperationView
        {
            At = At,
            Replicas = 2,
            Accounts =
            [
                new OperatedAccount
                {
                    ChannelId = "sms-demo", Channel = "SMS", Provider = "Twilio", Queued = 0, Circuit = "closed", FailuresInARow = 0,
                },
            ],
            OverdueMessages = 0,
            QuarantinedMessages = [],
            PendingStatusUpdates = 3,
            StatusUpdatesLateSeconds = 0,
            ParkedReceipts = 0,
            StoppedWebhooks = 0,
        },
        ["GetOptOuts"] = new OptOuts { Channels = ["SMS"] },
        ["GetStatistics"] = StatisticsExamples.Statistics,
        ["GetAdvice"] = StatisticsExamples.Advice,
        ["SearchMessages"] = new MessagePage { Data = [Found()] },
        ["PingWebhook"] = new PingResult { Delivered = true, Result = "delivered", Status = 200, Milliseconds = 41 },
    };

    /// <summary>The response to a request that is rejected, or that cannot be served.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="tag">The operation's tag.</param>
    /// <param name="path">The operation's path.</param>
    /// <returns>Null if there is no example.</returns>
    public static Problem? Error(int status, string tag, string path) => (status, tag) switch
    {
        (400, _) when path.Contains("{umid}", StringComparison.Ordinal) => Problems.InvalidUmid(),
        (400, "Messages") => Problems.InvalidMsisdn("user.msisdn"),
        (400, "Statistics") => Problems.InvalidParameter("from", "must be before 'to'"),
        (400, "Subaccount") => Problems.InvalidFallbackChannel("channels[0].channel", Channel.Names),
        (400, "Webhooks") => Problems.InvalidParameter("[0].url", "must begin with https://"),
        (400, "Management") => Problems.InvalidId("accountId", "must be a UUID"),
        (401, _) => Problems.Unauthorized("send the header Authorization: Bearer, followed by your API key"),
        (403, "Management") => Problems.AdminKeyNeeded(),
        (403, _) => Problems.ScopeMissing("messages:send"),
        (404, "Messages") when path.Contains("{batchId}", StringComparison.Ordinal) => Problems.BatchNotFound(),
        (404, "Messages") => Problems.MessageNotFound(),
        (404, "Statistics") => Problems.BatchNotFound(),
        (404, "Subaccount") => Problems.NotFound("sequence"),
        (404, "Webhooks") => Problems.WebhookNotFound(),
        (404, "Management") => Problems.NotFound("account"),
        (409, "Management") => Problems.InUse("The channel account", "subaccounts name it (shop): change them first"),
        (413, _) => Problems.TooLarge(path.EndsWith("/batch", StringComparison.Ordinal) ? BatchEndpoints.LargestBody : SendEndpoints.LargestBody),
        (415, _) => Problems.UnknownEncoding(),
        (422, _) => Problems.KeyOfAnotherRequest(),
        (429, _) => Problems.QuotaExceeded(1),
        (500, _) => Problems.NotKnownIfStored(),
        (503, _) => Problems.Busy(),
        _ => null,
    };

    /// <summary>The body of an error.</summary>
    public static ApiError Body(Problem problem) => new()
    {
        Code = problem.Code,
        Message = problem.Message,
        ErrorId = new Guid("019a0c2e-8f64-7c1b-9d52-3f7a8b6c4d12"),
        Timestamp = At,
    };

    private static BatchedMessage Accepted() => new()
    {
        Umid = Umid,
        User = new SentTo { Msisdn = Msisdn },
        Status = new BatchedStatus { State = "queued", Timestamp = At },
    };

    private static BatchedMessage Rejected() => new()
    {
        Umid = new Guid("019a0c2e-8f64-7c1b-9d52-3f7a8b6c4d13"),
        User = new SentTo { Msisdn = "nobody" },
        Status = new BatchedStatus
        {
            State = "rejected",
            Timestamp = At,
            ErrorCode = Problems.InvalidMsisdn("user.msisdn").Code,
            ErrorMessage = Problems.InvalidMsisdn("user.msisdn").Message,
        },
    };

    private static AttemptDetails Details(int step, Channel channel, string channelId, PublishedStatus status) => new()
    {
        Umid = Umid,
        SubAccountId = "demo",
        Channel = channel.Name.Value,
        ChannelId = channelId,
        Direction = "Outbound",
        Step = step,
        ContentType = ContentType,
        CreatedAt = At.AddSeconds(2 * (step - 1)),
        User = new MaskedUser { Msisdn = MaskedMsisdn },
        Status = new AttemptStatusView { State = status.State, Detail = status.Detail, Timestamp = At.AddSeconds(step) },
        ClientMessageId = ClientMessageId,
    };

    private static MessageSummary Found() => new()
    {
        Umid = Umid,
        ClientMessageId = ClientMessageId,
        Msisdn = MaskedMsisdn,
        ContentType = ContentType,
        State = EnumText.Of(MessageState.Completed),
        Outcome = EnumText.Of(Outcome.Succeeded),
        SucceededStep = 2,
        CreatedAt = At,
        CompletedAt = At.AddSeconds(3),
    };

    private static MessageTimeline Timeline() => new()
    {
        Umid = Umid,
        State = EnumText.Of(MessageState.Completed),
        Outcome = EnumText.Of(Outcome.Succeeded),
        Provisional = false,
        Completion = 1,
        SucceededStep = 2,
        DeliveredOn = [2],
        DuplicateDelivery = false,
        ClientMessageId = ClientMessageId,
        CreatedAt = At,
        CompletedAt = At.AddSeconds(3),
        Attempts =
        [
            Attempt(1, Channel.WhatsApp, "whatsapp-demo", AttemptStatus.Accepted, AttemptOutcome.TimedOut),
            Attempt(2, Channel.Sms, "sms-demo", AttemptStatus.Delivered, AttemptOutcome.Succeeded),
        ],
        Events =
        [
            new TimelineEventView { At = At, Cause = EnumText.Of(Cause.Request), What = "requested" },
            Event(0, 1, Cause.Request, TimelineDetail.Kind<MessageEvent.AttemptQueued>()),
            Event(0, 1, Cause.Dispatch, TimelineDetail.Kind<MessageEvent.CallStarted>()),
            Event(2, 1, Cause.Deadline, TimelineDetail.Kind<MessageEvent.AttemptTimedOut>()),
            Event(2, 2, Cause.Deadline, TimelineDetail.Kind<MessageEvent.AttemptQueued>()),
            Event(2, 2, Cause.Dispatch, TimelineDetail.Kind<MessageEvent.CallStarted>()),
            Event(3, 2, Cause.Receipt, TimelineDetail.Kind<MessageEvent.StatusChanged>()),
            Event(3, null, Cause.Receipt, TimelineDetail.Kind<MessageEvent.MessageCompleted>()),
        ],
    };

    private static AttemptView Attempt(int step, Channel channel, string channelId, AttemptStatus status, AttemptOutcome outcome) => new()
    {
        Step = step,
        Channel = channel.Name.Value,
        ChannelId = channelId,
        SuccessStatus = nameof(SuccessStatus.Delivered),
        FallbackAfter = step == 1 ? 2 : null,
        Status = EnumText.Of(status),
        Outcome = EnumText.Of(outcome),
        OpensAt = At.AddSeconds(2 * (step - 1)),
        Calls = 1,
    };

    private static TimelineEventView Event(int second, int? step, Cause cause, string what) => new()
    {
        At = At.AddSeconds(second),
        Step = step,
        Cause = EnumText.Of(cause),
        What = what,
    };
}
