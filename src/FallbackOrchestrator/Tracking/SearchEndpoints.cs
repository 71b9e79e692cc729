using System.Globalization;
using System.Text;
using System.Text.Json;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace FallbackOrchestrator.Tracking;

/// <summary>The customer looks for messages (ours; 8x8 has no such call).</summary>
internal static class SearchEndpoints
{
    private const int MostInPage = 500;
    private static readonly OptionalParameter[] Filters =
    [
        new("clientMessageId", "The customer's own id."),
        new("batchId", "The batch that the message came in.", Format: "uuid"),
        new("msisdn", "The recipient's number."),
        new("state", "scheduled, inProgress or completed."),
        new("outcome", "succeeded, failed, cancelled, expired or unconfirmed."),
        new("channel", "A channel that was tried."),
        new("from", "Accepted at this time or later.", Format: "date-time"),
        new("to", "Accepted before this time.", Format: "date-time"),
    ];

    public static IEndpointRouteBuilder MapSearch(this IEndpointRouteBuilder app)
    {
        var messages = app.MapGroup("/api/v1/subaccounts/{subAccountId}/messages")
            .WithTags("Messages")
            .ForSubaccount(Scopes.MessagesRead);

        messages.MapGet("/", SearchAsync)
            .WithName("SearchMessages")
            .WithSummary("Search messages")
            .WithDescription("The newest messages first. All filters that are given must hold.")
            .WithMetadata([
                .. Filters,
                new OptionalParameter("limit", "How many a page, 1 to 500. Default 50.", "integer", "int32"),
                new OptionalParameter("cursor", "The cursor of the page before."),
            ])
            .Produces<MessagePage>()
            .ProducesErrors();
        messages.MapGet("/export", ExportAsync)
            .WithName("ExportMessages")
            .WithSummary("Export messages")
            .WithDescription("Streams what a search finds, whole. All filters that are given must hold.")
            .WithMetadata([.. Filters, new OptionalParameter("format", "ndjson (the default) or csv.")])
            .Produces<string>(StatusCodes.Status200OK, "application/x-ndjson", "text/csv")
            .ProducesErrors();
        return app;
    }

    private static async Task<Results<Ok<MessagePage>, Problem>> SearchAsync(
        [FromRoute] string subAccountId, HttpRequest http, CallingSubaccount caller, OrchestratorDbContext db, CancellationToken cancelled)
    {
        _ = subAccountId; // Authorised already; declared so that it stands in the description.
        if (!SearchFilter.TryRead(http.Query, out var filter, out var problem))
            return problem!;
        var limit = 50;
        if (http.Query["limit"].ToString() is { Length: > 0 } asked
            && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MostInPage))
        {
            return Problems.OutOfRange("limit", $"must be from 1 to {MostInPage}");
        }
        var rows = await filter.Apply(db, caller.Subaccount.Id).Take(limit + 1).ToListAsync(cancelled);
        return TypedResults.Ok(new MessagePage
        {
            Data = [.. rows.Take(limit).Select(row => MessageSummary.Of(row, caller.Subaccount.MasksNumbers))],
            Cursor = rows.Count > limit ? rows[limit - 1].Id.ToString() : null,
        });
    }

    private static IResult ExportAsync(
        [FromRoute] string subAccountId, HttpRequest http, CallingSubaccount caller, OrchestratorDbContext db, IOptions<JsonOptions> json)
    {
        _ = subAccountId;
        if (!SearchFilter.TryRead(http.Query, out var filter, out var problem))
            return problem!;
        var rows = filter.Apply(db, caller.Subaccount.Id).AsAsyncEnumerable();
        return http.Query["format"].ToString().ToUpperInvariant() switch
        {
            "" or "NDJSON" => Results.Stream(stream => WriteJsonAsync(stream, rows, caller.Subaccount.MasksNumbers, json.Value.SerializerOptions), "application/x-ndjson"),
            "CSV" => Results.Stream(stream => WriteCsvAsync(stream, rows, caller.Subaccount.MasksNumbers), "text/csv"),
            _ => Problems.InvalidParameter("format", "must be ndjson or csv"),
        };
    }

    private static async Task WriteJsonAsync(Stream stream, IAsyncEnumerable<MessageRow> rows, bool masked, JsonSerializerOptions json)
    {
        await foreach (var row in rows)
        {
            await JsonSerializer.SerializeAsync(stream, MessageSummary.Of(row, masked), json);
            await stream.WriteAsync("\n"u8.ToArray());
        }
    }

    private static async Task WriteCsvAsync(Stream stream, IAsyncEnumerable<MessageRow> rows, bool masked)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await writer.WriteAsync("umid,clientMessageId,batchId,msisdn,contentType,state,outcome,succeededStep,createdAt,completedAt\r\n");
        await foreach (var row in rows)
        {
            var message = MessageSummary.Of(row, masked);
            string?[] cells =
            [
                message.Umid.ToString(), message.ClientMessageId, message.BatchId?.ToString(), message.Msisdn, message.ContentType, message.State,
                message.Outcome, message.SucceededStep?.ToString(CultureInfo.InvariantCulture), Iso(message.CreatedAt), Iso(message.CompletedAt),
            ];
            await writer.WriteAsync(string.Join(',', cells.Select(Cell)) + "\r\n");
        }
    }

    private static string? Iso(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);

    // RFC 4180; and what a spreadsheet would take for a formula is made text (a number's + is no formula).
    private static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        if (text[0] is '=' or '-' or '@' or '\t' or '\r' || (text[0] == '+' && !text.AsSpan(1).ContainsAnyInRange('0', '9')))
            text = "'" + text;
        return text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
