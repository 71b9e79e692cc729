using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace FallbackOrchestrator.Tracking;

/// <summary>Search and export. An extension: 8x8 has no such calls.</summary>
internal static class SearchEndpoints
{
    private const int MostInPage = 500;
    private static readonly OptionalParameter[] Filters =
    [
        new("clientMessageId", "The customer's own id."),
        new("batchId", "The batch that the message came in.", Format: "uuid"),
        new("msisdn", "The recipient's number."),
        new("state", "scheduled, inProgress or completed; several with commas between: any of them."),
        new("outcome", "succeeded, failed, cancelled, expired or unconfirmed; several with commas between: any of them."),
        new("channel", "A channel that was tried; several with commas between: any of them."),
        new("from", "Accepted at this time or later; without an offset it is UTC.", Format: "date-time"),
        new("to", "Accepted before this time; without an offset it is UTC.", Format: "date-time"),
        new("cursor", "The cursor of the page before: begins behind it."),
    ];

    public static IEndpointRouteBuilder MapSearch(this IEndpointRouteBuilder app)
    {
        var messages = app.MapGroup("/api/v1/subaccounts/{subAccountId}/messages")
            .WithTags("Messages")
            .ForSubaccount(Scopes.MessagesRead);

        messages.MapGet("/", SearchAsync)
            .WithName("SearchMessages")
            .WithSummary("Search messages")
            .WithDescription("Newest messages first. A message must match all given filters.")
            .WithMetadata([
                .. Filters,
                new OptionalParameter("limit", "Messages per page, 1 to 500. Default 50.", "integer", "int32"),
            ])
            .Produces<MessagePage>()
            .ProducesErrors();
        messages.MapGet("/export", ExportAsync)
            .WithName("ExportMessages")
            .WithSummary("Export messages")
            .WithDescription(
                "Streams everything that a search finds, newest first. A message must match all given filters. A subaccount may run a few exports "
                + "at the same time (then 429). An export that is read too slowly is stopped; continue it with `cursor`, the umid of its last line.")
            .WithMetadata([
                .. Filters,
                new OptionalParameter("format", "ndjson (the default) or csv.", Names: [.. Enum.GetValues<ExportFormat>().Select(EnumText.Of)]),
            ])
            .Produces<string>(StatusCodes.Status200OK, "application/x-ndjson", "text/csv")
            .ProducesErrors();
        return app;
    }

    private static async Task<Results<Ok<MessagePage>, Problem>> SearchAsync(
        [FromRoute] string subAccountId, HttpRequest http, CallingSubaccount caller, OrchestratorDbContext db,
        CancellationToken cancellationToken)
    {
        _ = subAccountId; // Authorised already; declared for the OpenAPI document.
        var query = new QueryParameters(http.Query);
        var filter = SearchFilter.Read(query);
        var limit = query.Number("limit", 1, MostInPage, otherwise: 50);
        if (query.Problem is { } problem)
            return problem;
        http.HttpContext.Response.Warn(query.Warnings);
        var rows = await filter.Apply(db, caller.Subaccount.Id).Take(limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(new MessagePage
        {
            Data = [.. rows.Take(limit).Select(row => MessageSummary.Of(row, caller.Subaccount.MasksNumbers))],
            Cursor = rows.Count > limit ? rows[limit - 1].Id.ToString() : null,
        });
    }

    private static IResult ExportAsync(
        [FromRoute] string subAccountId, HttpRequest http, CallingSubaccount caller, IOptions<ExportOptions> options,
        IOptions<JsonOptions> json)
    {
        _ = subAccountId;
        var query = new QueryParameters(http.Query);
        var filter = SearchFilter.Read(query);
        var format = query.One("format", EnumText.OneOf<ExportFormat>(), EnumText.ParseOrNull<ExportFormat>) ?? ExportFormat.Ndjson;
        if (query.Problem is { } problem)
            return problem;
        http.HttpContext.Response.Warn(query.Warnings);
        return new Export(filter, caller.Subaccount, format, options.Value, json.Value.SerializerOptions);
    }
}
