using System.Text.Json;
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
            .TakesKeys(new IdempotentOperation("batch", "messages/batch"))
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
            SendJson.Default.BatchRequest,
            SendJson.Default.BatchResponse,
            key => StoreAsync(body, caller.Subaccount, parser, checks, door, time.GetUtcNow(), key,
                http.HttpContext.RequestAborted));
    }

    private static async Task<CompletedRequest<BatchResponse>> StoreAsync(
        Body<BatchRequest> body,
        Subaccount subaccount,
        SendRequestParser parser,
        SendContextChecks checks,
        MessageDoor door,
        DateTimeOffset now,
        RequestKey? key,
        CancellationToken cancellationToken)
    {
        var request = body.Value;
        if (WhyNot(request) is { } problem)
            return new CompletedRequest<BatchResponse>(problem, IsStored: false);

        var batch = new Batch(Umid.New(now).Value, request.ClientBatchId);
        var asked = request.Messages!.Select(message => request.Template?.Complete(message ?? new SendRequest()) ?? message
            ?? new SendRequest()).ToList();
        var understood = await checks.CheckAsync(
            [.. asked.Select((one, i) => parser.Read(one, subaccount, now).With(body.Notes.WarningsOf(i)))], subaccount,
            cancellationToken);
        var read = asked.Zip(understood, (one, itsRead) => (Asked: one, Read: itsRead)).ToList();
        var accepted = read.Where(one => one.Read.Message is not null).Select(one => one.Read.Message! with { Batch = batch }).ToList();
        var stored = now;
        if (accepted.Count > 0)
        {
            var response = key is null ? null : new StoredResponse(
                key, at => JsonSerializer.Serialize(Response(body, batch, read, at), SendJson.Default.BatchResponse));
            stored = await door.AcceptManyAsync(accepted, response, cancellationToken);
        }
        return new CompletedRequest<BatchResponse>(TypedResults.Ok(Response(body, batch, read, stored)), IsStored: accepted.Count > 0);
    }

    private static Problem? WhyNot(BatchRequest request) => request switch
    {
        { Messages: not { Count: > 0 } } => Problems.MessagesMissing(),
        { ClientBatchId.Length: > 100 } => Problems.ClientBatchIdTooLong(),
        _ => null,
    };

    private static BatchResponse Response(
        Body<BatchRequest> body, Batch batch, List<(SendRequest Asked, ParsedSend Read)> read, DateTimeOffset at)
    {
        var accepted = read.Count(one => one.Read.Message is not null);
        return new BatchResponse
        {
            BatchId = batch.Id,
            ClientBatchId = batch.ClientBatchId,
            AcceptedCount = accepted,
            RejectedCount = read.Count - accepted,
            Messages = body.Value.IncludeMessagesInResponse ? [.. read.Select(one => Item(one.Asked, one.Read, at))] : null,
            Warnings = Warnings(body, read) is { Count: > 0 } warnings ? warnings : null,
        };
    }

    private static IReadOnlyList<string> Warnings(Body<BatchRequest> body, List<(SendRequest Asked, ParsedSend Read)> read) =>
        body.Value.IncludeMessagesInResponse
            ? body.Notes.Warnings
            : [.. body.Notes.Warnings,
                .. BatchWarnings.Of(read.Select((one, i) => one.Read.Warnings.Skip(body.Notes.WarningsOf(i).Count)))];

    private static BatchedMessage Item(SendRequest asked, ParsedSend read, DateTimeOffset at) => read.Message is { } message
        ? new BatchedMessage
        {
            Umid = message.Message.Umid.Value,
            User = new SentTo { Msisdn = message.Recipient.Msisdn?.Value, ChannelUserId = message.Recipient.ChannelUserId },
            ClientMessageId = message.ClientMessageId,
            Status = new BatchedStatus { State = "queued", Timestamp = at },
            Warnings = read.Warnings.Count > 0 ? read.Warnings : null,
        }
        : new BatchedMessage
        {
            Umid = Umid.New(at).Value,
            User = asked.User is null ? null : new SentTo { Msisdn = asked.User.Msisdn, ChannelUserId = asked.User.ChannelUserId },
            ClientMessageId = asked.ClientMessageId,
            Status = new BatchedStatus
            {
                State = "rejected",
                Timestamp = at,
                ErrorCode = read.Problem!.Code,
                ErrorMessage = read.Problem.Message,
            },
        };

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
