using System.Data;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace FallbackOrchestrator.Tracking;

/// <summary>The calls that show messages.</summary>
internal static class TrackingEndpoints
{
    public static IEndpointRouteBuilder MapDetails(this IEndpointRouteBuilder app)
    {
        var messages = app.MapGroup("/api/v1/subaccounts/{subAccountId}/messages/{umid}")
            .WithTags("Messages")
            .ForSubaccount(Scopes.MessagesRead);

        messages.MapGet("/", DetailsAsync)
            .WithName("GetMessageDetails")
            .WithSummary("Message details")
            .WithDescription(
                "One record for each channel that was tried, in 8x8's form. Numbers are masked unless the subaccount shows them.")
            .IsPublished()
            .Produces<MessageDetails>()
            .ProducesErrors();
        messages.MapGet("/timeline", TimelineAsync)
            .WithName("GetMessageTimeline")
            .WithSummary("Message timeline")
            .WithDescription("Every step and every event of the message, with its cause: when it fell back, and why.")
            .Produces<MessageTimeline>()
            .ProducesErrors();
        messages.MapGet("/content", ContentAsync)
            .WithName("GetMessageContent")
            .WithSummary("Message content")
            .WithDescription(
                "Extension. What each step sends: the content that fits its channel, and the segments of an SMS. Content is erased before the message.")
            .Produces<MessageContentView>()
            .ProducesErrors();
        return app;
    }

    private static async Task<Results<Ok<MessageDetails>, Problem>> DetailsAsync(
        [FromRoute] string subAccountId, [FromRoute] string umid, CallingSubaccount caller, OrchestratorDbContext db,
        CancellationToken cancellationToken)
    {
        _ = subAccountId; // Authorised already; declared for the OpenAPI document.
        return await FindWithEventsAsync(umid, caller, db, cancellationToken) is { } found
            ? TypedResults.Ok(Views.Details(found.Stored, found.Events, caller.Subaccount.MasksNumbers))
            : NotFound(umid);
    }

    private static async Task<Results<Ok<MessageTimeline>, Problem>> TimelineAsync(
        [FromRoute] string subAccountId,
        [FromRoute] string umid,
        CallingSubaccount caller,
        OrchestratorDbContext db,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        _ = subAccountId;
        return await FindWithEventsAsync(umid, caller, db, cancellationToken) is { } found
            ? TypedResults.Ok(Views.Timeline(found.Stored, found.Events, time.GetUtcNow()))
            : NotFound(umid);
    }

    private static async Task<Results<Ok<MessageContentView>, Problem>> ContentAsync(
        [FromRoute] string subAccountId, [FromRoute] string umid, CallingSubaccount caller, OrchestratorDbContext db,
        CancellationToken cancellationToken)
    {
        _ = subAccountId;
        if (await FindAsync(umid, caller, db, cancellationToken) is not { Message: var message })
            return NotFound(umid);
        var contents = await Contents.LoadAsync((NpgsqlConnection)db.Database.GetDbConnection(), [message.Umid], cancellationToken);
        return TypedResults.Ok(MessageContentView.Of(message, contents.GetValueOrDefault(message.Umid)));
    }

    private static Problem NotFound(string umid) => Guid.TryParse(umid, out _) ? Problems.MessageNotFound() : Problems.InvalidUmid();

    private static async Task<StoredMessage?> FindAsync(
        string umid, CallingSubaccount caller, OrchestratorDbContext db, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(umid, out var id))
            return null;
        await db.Database.OpenConnectionAsync(cancellationToken);
        return await MessageReader.FindAsync(
            (NpgsqlConnection)db.Database.GetDbConnection(), new Umid(id), caller.Subaccount.Id, cancellationToken);
    }

    // One snapshot of all tables: else a change between two reads would show an event, but not the status that it led to.
    private static async Task<(StoredMessage Stored, IReadOnlyList<TimelineRow> Events)?> FindWithEventsAsync(
        string umid, CallingSubaccount caller, OrchestratorDbContext db, CancellationToken cancellationToken)
    {
        await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        if (await FindAsync(umid, caller, db, cancellationToken) is not { } stored)
            return null;
        var id = stored.Message.Umid.Value;
        return (stored, await db.Timeline.AsNoTracking().Where(line => line.MessageId == id).OrderBy(line => line.Seq)
            .ToListAsync(cancellationToken));
    }
}
