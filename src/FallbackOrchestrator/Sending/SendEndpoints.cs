using System.Text.Json;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FallbackOrchestrator.Sending;

/// <summary>The calls that send and cancel one message.</summary>
internal static class SendEndpoints
{
    /// <summary>The largest body of a Send, in bytes.</summary>
    public const int LargestBody = 512 * 1024;

    public static IEndpointRouteBuilder MapSend(this IEndpointRouteBuilder app)
    {
        var messages = app.MapGroup("/api/v1/subaccounts/{subAccountId}/messages")
            .WithTags("Messages")
            .ForSubaccount(Scopes.MessagesSend);

        messages.MapPost("/", SendAsync)
            .WithName("SendMessage")
            .WithSummary("Send a message")
            .WithDescription(
                "Stores a message and starts its fallback sequence: the first channel at once, the next one when the channel fails or when "
                + "`successStatus` was not reached within `fallbackAfter` seconds of the call to the provider. Responds only after the message is "
                + "stored. With an `Idempotency-Key` header a repeated request returns the same response for 24 hours.")
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .TakesKeys(new IdempotentOperation("messages", "messages", HasEarlierForms: true))
            .IsPublished()
            .WithUnreadFields(UnreadFields.InWarnings)
            .Produces<SendResponse>()
            .Produces<ApiError>(StatusCodes.Status413PayloadTooLarge)
            .Produces<ApiError>(StatusCodes.Status422UnprocessableEntity)
            .ProducesErrors();

        messages.MapPost("/preview", PreviewAsync)
            .WithName("PreviewMessage")
            .WithSummary("Preview a message")
            .WithDescription(
                "Takes the body of a Send and returns the plan: steps, accounts, windows, the content of each channel, SMS segments and warnings, "
                + "or the error that Send would return. Nothing is stored or sent. Extension: 8x8 has no such call.")
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .WithUnreadFields(UnreadFields.InWarnings)
            .Produces<PreviewResponse>()
            .Produces<ApiError>(StatusCodes.Status413PayloadTooLarge)
            .ProducesErrors();

        messages.MapDelete("/{umid}", CancelAsync)
            .WithName("CancelMessage")
            .WithSummary("Cancel a message")
            .WithDescription(
                "Stops a message, also during its fallback: what was not handed over to a provider is not sent. `cancelledCount` is 1 if "
                + "something could still be stopped, otherwise 0.")
            .IsPublished()
            .Produces<CancelResponse>()
            .ProducesErrors();
        return app;
    }

    private static Task<Results<Ok<SendResponse>, Problem>> SendAsync(
        [FromRoute] string subAccountId,
        Body<SendRequest> body,
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
            SendJson.Default.SendRequest,
            SendJson.Default.SendResponse,
            async key => await StoreAsync(
                await ReadAsync(body, caller.Subaccount, parser, checks, time, http.HttpContext.RequestAborted), door, key));
    }

    private static async Task<ParsedSend> ReadAsync(
        Body<SendRequest> body, Subaccount subaccount, SendRequestParser parser, SendContextChecks checks, TimeProvider time,
        CancellationToken cancellationToken) =>
        (await checks.CheckAsync([parser.Read(body.Value, subaccount, time.GetUtcNow()).With(body.Notes.Warnings)], subaccount,
            cancellationToken))[0];

    /// <summary>Stores a message that was read, or returns the problem with it.</summary>
    public static async Task<CompletedRequest<SendResponse>> StoreAsync(ParsedSend read, MessageDoor door, RequestKey? key)
    {
        if (read.Problem is { } problem)
            return new CompletedRequest<SendResponse>(problem, IsStored: false);
        var response = key is null ? null : new StoredResponse(
            key, at => JsonSerializer.Serialize(Response(read, at), SendJson.Default.SendResponse));
        var recorded = await door.AcceptAsync(read.Message!, response);
        return new CompletedRequest<SendResponse>(TypedResults.Ok(Response(read, recorded.Now)), IsStored: true);
    }

    private static SendResponse Response(ParsedSend read, DateTimeOffset at) => new()
    {
        Umid = read.Message!.Message.Umid.Value,
        User = new SentTo { Msisdn = read.Message.Recipient.Msisdn?.Value, ChannelUserId = read.Message.Recipient.ChannelUserId },
        ClientMessageId = read.Message.ClientMessageId,
        Status = new SentStatus { State = "queued", Timestamp = at },
        Warnings = read.Warnings.Count > 0 ? read.Warnings : null,
    };

    private static async Task<Results<Ok<PreviewResponse>, Problem>> PreviewAsync(
        [FromRoute] string subAccountId,
        Body<SendRequest> body,
        CallingSubaccount caller,
        SendRequestParser parser,
        SendContextChecks checks,
        Preview preview,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        _ = subAccountId;
        var read = await ReadAsync(body, caller.Subaccount, parser, checks, time, cancellationToken);
        if (read.Problem is { } problem)
            return problem;
        return TypedResults.Ok(preview.Of(read.Message!, read.Warnings));
    }

    private static async Task<Results<Ok<CancelResponse>, Problem>> CancelAsync(
        [FromRoute] string subAccountId, [FromRoute] string umid, CallingSubaccount caller, MessageLookup lookup, MessageDoor door,
        CancellationToken cancellationToken)
    {
        _ = subAccountId;
        if (!Guid.TryParse(umid, out var id))
            return Problems.InvalidUmid();
        if (!await lookup.BelongsToAsync(new Umid(id), caller.Subaccount.Id, cancellationToken))
            return Problems.MessageNotFound();
        var recorded = await door.RecordAsync(new Umid(id), [new Fact.CancelRequested()]);
        return recorded is null
            ? Problems.MessageNotFound() : TypedResults.Ok(new CancelResponse { CancelledCount = recorded.CancelledCount });
    }
}
