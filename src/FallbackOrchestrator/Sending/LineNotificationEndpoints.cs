using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FallbackOrchestrator.Sending;

/// <summary>The calls that send LINE Official Notifications.</summary>
internal static class LineNotificationEndpoints
{
    public static IEndpointRouteBuilder MapLineNotifications(this IEndpointRouteBuilder app)
    {
        var notices = app.MapGroup("/api/v1/subaccounts/{subAccountId}/lon")
            .WithTags("Messages")
            .ForSubaccount(Scopes.MessagesSend);

        notices.MapPost("/", SendAsync)
            .WithName("SendLineNotification")
            .WithSummary("Send a LINE Official Notification")
            .WithDescription(
                "Stores a message with one step on `LineNotification`, and one on SMS if there is an `smsFallback`. The parts of the notice are "
                + "laid out as a Flex Message of LINE, which LINE must have approved; the icon is not sent. The SMS follows only if LINE does "
                + "not take the message: to name a window, send by `messages` instead.")
            .WithMetadata(new RequestSizeLimitAttribute(SendEndpoints.LargestBody))
            .TakesKeys(new IdempotentOperation("lon", "lon"))
            .IsPublished()
            .WithUnreadFields(UnreadFields.InWarnings)
            .Produces<SendResponse>()
            .Produces<ApiError>(StatusCodes.Status413PayloadTooLarge)
            .Produces<ApiError>(StatusCodes.Status422UnprocessableEntity)
            .ProducesErrors();

        notices.MapPost("/batch", SendBatchAsync)
            .WithName("SendLineNotificationBatch")
            .WithSummary("Send many LINE Official Notifications")
            .WithDescription(
                "Stores up to 10,000 messages in one transaction. Messages that cannot be accepted are rejected one by one, each with the code "
                + "that a single one would get.")
            .WithMetadata(new RequestSizeLimitAttribute(BatchEndpoints.LargestBody))
            .TakesKeys(new IdempotentOperation("lonBatch", "lon/batch"))
            .IsPublished()
            .WithUnreadFields(UnreadFields.InWarnings)
            .Produces<BatchResponse>()
            .Produces<ApiError>(StatusCodes.Status413PayloadTooLarge)
            .Produces<ApiError>(StatusCodes.Status422UnprocessableEntity)
            .ProducesErrors();
        return app;
    }

    private static Task<Results<Ok<SendResponse>, Problem>> SendAsync(
        [FromRoute] string subAccountId,
        Body<LineNotificationRequest> body,
        HttpRequest http,
        CallingSubaccount caller,
        LineNotificationParser parser,
        SendContextChecks checks,
        MessageDoor door,
        IdempotencyKey once,
        TimeProvider time)
    {
        _ = subAccountId; // Authorised already; declared for the OpenAPI document.
        return once.OnceAsync(
            http,
            caller.Subaccount.Id,
            body.Value,
            SendJson.Default.LineNotificationRequest,
            SendJson.Default.SendResponse,
            StoreAsync);

        async Task<CompletedRequest<SendResponse>> StoreAsync(RequestKey? key)
        {
            var read = parser.Read(body.Value, caller.Subaccount, time.GetUtcNow()).With(body.Notes.Warnings);
            var understood = await checks.CheckAsync([read], caller.Subaccount, http.HttpContext.RequestAborted);
            return await SendEndpoints.StoreAsync(understood[0], door, key);
        }
    }

    private static Task<Results<Ok<BatchResponse>, Problem>> SendBatchAsync(
        [FromRoute] string subAccountId,
        Body<LineNotificationBatchRequest> body,
        HttpRequest http,
        CallingSubaccount caller,
        LineNotificationParser parser,
        Batches batches,
        IdempotencyKey once,
        TimeProvider time)
    {
        _ = subAccountId;
        return once.OnceAsync(
            http,
            caller.Subaccount.Id,
            body.Value,
            SendJson.Default.LineNotificationBatchRequest,
            SendJson.Default.BatchResponse,
            StoreAsync);

        async Task<CompletedRequest<BatchResponse>> StoreAsync(RequestKey? key)
        {
            var (request, now) = (body.Value, time.GetUtcNow());
            return Batches.WhyNot(request.Messages?.Count, request.ClientBatchId) is { } problem
                ? new CompletedRequest<BatchResponse>(problem, IsStored: false)
                : await batches.StoreAsync(
                    new ReadBatch(
                        request.ClientBatchId, request.IncludeMessagesInResponse, body.Notes,
                        [.. request.Messages!.Select(message => Entry(message ?? new LineNotificationRequest(), now))]),
                    caller.Subaccount, now, key, http.HttpContext.RequestAborted);
        }

        BatchEntry Entry(LineNotificationRequest message, DateTimeOffset now) =>
            new(message.User, message.ClientMessageId, parser.Read(message, caller.Subaccount, now));
    }
}
