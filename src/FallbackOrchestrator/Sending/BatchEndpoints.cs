using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FallbackOrchestrator.Sending;

/// <summary>The calls that send and cancel batches.</summary>
internal static class BatchEndpoints
{
    /// <summary>The largest body of a batch, in bytes.</summary>
    public const int LargestBody = 32 * 1024 * 1024;

    public static IEndpointRouteBuilder MapBatches(this IEndpointRouteBuilder app)
    {
        var batches = app.MapGroup("/api/v1/subaccounts/{subAccountId}/messages/batch")
            .WithTags("Messages")
            .ForSubaccount(Scopes.MessagesSend);

        batches.MapPost("/", SendAsync)
            .WithName("SendMessageBatch")
            .WithSummary("Send many messages")
            .WithDescription(
                "Stores up to 10,000 messages in one transaction. Properties that a message lacks are taken from `template`. Messages that "
                + "cannot be accepted are rejected one by one, each with the code that Send would return for it.")
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .TakesKeys(new IdempotentOperation("batch", "messages/batch", HasEarlierForms: true))
            .IsPublished()
            .WithUnreadFields(UnreadFields.InWarnings)
            .Produces<BatchResponse>()
            .Produces<ApiError>(StatusCodes.Status413PayloadTooLarge)
            .Produces<ApiError>(StatusCodes.Status422UnprocessableEntity)
            .ProducesErrors();

        batches.MapDelete("/{batchId}", CancelAsync)
            .WithName("CancelMessageBatch")
            .WithSummary("Cancel a batch")
            .WithDescription(
                "Cancels every message of a batch. `cancelledCount` is the number of messages of which something could still be stopped.")
            .IsPublished()
            .Produces<CancelResponse>()
            .ProducesErrors();
        return app;
    }

    private static Task<Results<Ok<BatchResponse>, Problem>> SendAsync(
        [FromRoute] string subAccountId,
        Body<BatchRequest> body,
        HttpRequest http,
        CallingSubaccount caller,
        SendRequestParser parser,
        Batches batches,
        IdempotencyKey once,
        TimeProvider time)
    {
        _ = subAccountId; // Authorised already; declared for the OpenAPI document.
        return once.OnceAsync(
            http,
            caller.Subaccount.Id,
            body.Value,
            SendJson.Default.BatchRequest,
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
                        [.. request.Messages!.Select(message => Entry(message ?? new SendRequest(), now))]),
                    caller.Subaccount, now, key, http.HttpContext.RequestAborted);
        }

        BatchEntry Entry(SendRequest message, DateTimeOffset now)
        {
            var whole = body.Value.Template?.Complete(message) ?? message;
            return new BatchEntry(whole.User, whole.ClientMessageId, parser.Read(whole, caller.Subaccount, now));
        }
    }

    private static async Task<Results<Ok<CancelResponse>, Problem>> CancelAsync(
        [FromRoute] string subAccountId, [FromRoute] string batchId, CallingSubaccount caller, MessageLookup lookup, MessageDoor door,
        CancellationToken cancellationToken)
    {
        _ = subAccountId;
        if (!Guid.TryParse(batchId, out var id))
            return Problems.InvalidBatchId();
        var messages = await lookup.OfBatchAsync(id, caller.Subaccount.Id, cancellationToken);
        if (messages.Count == 0)
            return Problems.BatchNotFound();
        var count = 0;
        // A few hundred at a time: more would only fill the queue in which others wait.
        foreach (var some in messages.Chunk(500))
        {
            count += await CancelSomeAsync(some, door, cancellationToken);
        }
        return TypedResults.Ok(new CancelResponse { CancelledCount = count });
    }

    private static async Task<int> CancelSomeAsync(Umid[] messages, MessageDoor door, CancellationToken cancellationToken)
    {
        try
        {
            var recorded = await Task.WhenAll(
                messages.Select(umid => door.RecordPatientlyAsync(umid, [new Fact.CancelRequested()], cancellationToken)));
            return recorded.Sum(one => one?.CancelledCount ?? 0);
        }
        catch (NotStoredException one)
        {
            throw new CommitUnknownException(one); // Other messages of the batch may be cancelled already.
        }
    }
}
