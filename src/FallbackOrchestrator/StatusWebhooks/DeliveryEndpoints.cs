using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>The calls that list an account's status updates and replay them.</summary>
internal static class DeliveryEndpoints
{
    private const int MostListed = 100;

    public static void MapDeliveries(this IEndpointRouteBuilder app)
    {
        var deliveries = app.MapGroup("/api/v1/accounts/{accountId}/webhooks/deliveries")
            .WithTags("Webhooks")
            .ForAccount(Scopes.Webhooks);

        deliveries.MapGet("/", ListAsync)
            .WithName("GetWebhookDeliveries")
            .WithSummary("List deliveries")
            .WithDescription("Extension. The latest status updates in a `state` (`pending`, `delivered`, `failed`, or several; default `failed`), newest first, at most 100.")
            .WithMetadata(
                new OptionalParameter("state", $"{EnumText.OneOf<UpdateState>()}; several are separated by commas. Default failed."),
                new OptionalParameter("umid", "Only the status updates of this message.", Format: "uuid"))
            .Produces<IReadOnlyList<Delivery>>()
            .ProducesErrors();
        deliveries.MapPost("/{id}/replay", ReplayAsync)
            .WithName("ReplayWebhookDelivery")
            .WithSummary("Deliver again")
            .WithDescription("Extension. Queues a delivered or failed status update again under the same id and retries it for 24 hours.")
            .Produces(StatusCodes.Status200OK)
            .ProducesErrors();
    }

    private static async Task<Results<Ok<IReadOnlyList<Delivery>>, Problem>> ListAsync(
        [FromRoute] string accountId, HttpRequest http, CallingAccount caller, OrchestratorDbContext db,
        CancellationToken cancellationToken)
    {
        _ = accountId; // Authorised already; declared for the OpenAPI document.
        var query = new QueryParameters(http.Query);
        var states = query.AnyOf("state", EnumText.OneOf<UpdateState>(), EnumText.ParseOrNull<UpdateState>);
        var umid = query.Id("umid", "a UUID");
        if (query.Problem is { } problem)
            return problem;
        if (states.Count == 0)
            states = [UpdateState.Failed];
        var updates = db.StatusUpdates.AsNoTracking().Where(u => u.CustomerAccountId == caller.Id.Value && states.Contains(u.State));
        // The few of one message are put in order here: an order in the statement could make the database read all of the account.
        var rows = umid is { } message
            ? await updates.Where(u => u.MessageId == message).ToListAsync(cancellationToken)
            : await updates.OrderByDescending(u => u.Id).Take(MostListed).ToListAsync(cancellationToken);
        return TypedResults.Ok<IReadOnlyList<Delivery>>([.. rows.OrderByDescending(u => u.Id).Take(MostListed).Select(Shown)]);
    }

    private static async Task<Results<Ok, Problem>> ReplayAsync(
        [FromRoute] string accountId,
        [FromRoute] string id,
        CallingAccount caller,
        WebhookChange change,
        IOptions<StatusWebhooksOptions> options,
        CancellationToken cancellationToken)
    {
        _ = accountId;
        if (!Guid.TryParse(id, out var update))
            return Problems.DeliveryNotFound();
        var isOwed = false;
        await change.DoAsync(
            async db => isOwed = await StatusUpdates.ReplayAsync(
                (NpgsqlConnection)db.Database.GetDbConnection(), update, caller.Id, options.Value.KeepTrying, cancellationToken),
            cancellationToken);
        return isOwed ? TypedResults.Ok() : Problems.DeliveryNotFound();
    }

    private static Delivery Shown(StatusUpdateRow row) => new()
    {
        Id = row.Id,
        Umid = row.IsOperational ? null : row.MessageId,
        Sequence = row.IsOperational ? null : row.Seq,
        SubAccountId = row.SubaccountId,
        Format = row.Format,
        State = EnumText.Of(row.State),
        Tries = row.AttemptCount,
        CreatedAt = row.CreatedAt,
        DueAt = row.DueAt,
        LastResult = row.LastResult is { } result ? Ping.Shown(result) : null,
        LastStatus = row.LastStatus,
    };
}
