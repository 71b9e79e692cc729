using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Persistence.Counting;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace FallbackOrchestrator.Statistics;

/// <summary>The call that shows what became of all messages. An extension: 8x8 has no such call.</summary>
internal static class StatisticsEndpoints
{
    /// <summary>The parameters that statistics and advice share.</summary>
    public static readonly IReadOnlyList<OptionalParameter> Filters =
    [
        new(
            "from", "The start; its whole hour is included. Without an offset it is UTC. Default: 30 days before `to`.",
            Format: "date-time"),
        new("to", "The end; its whole hour is included. Without an offset it is UTC. Default: now.", Format: "date-time"),
        new("country", "Only numbers of this country (ISO 3166-1, two letters)."),
        new("channel", "Only this channel, in what is said of attempts.", Names: [.. Channel.All.Select(channel => channel.Name.Value)]),
    ];

    public static void MapFigures(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/subaccounts/{subAccountId}/statistics", StatisticsAsync)
            .WithTags("Statistics")
            .ForSubaccount(Scopes.MessagesRead)
            .WithName("GetStatistics")
            .WithSummary("Statistics")
            .WithDescription(
                "Counts the messages that were accepted in a period, or those of a batch: how far each step came, why messages went on to the "
                + "next, what was not needed, and how long it took. The counts are exact, and some seconds old (`countedAt`).")
            .WithMetadata([
                .. Filters,
                new OptionalParameter("batchId", "Only this batch, counted at the request; without `from` and `to`.", Format: "uuid"),
                new OptionalParameter(
                    "groupBy", "Counts by hour (at most 31 days), day, sequence or country besides.",
                    Names: [.. Enum.GetValues<CountGrouping>().Select(EnumText.Of)]),
            ])
            .Produces<MessageStatistics>()
            .ProducesErrors();

    private static async Task<Results<Ok<MessageStatistics>, Problem>> StatisticsAsync(
        [FromRoute] string subAccountId,
        HttpRequest http,
        CallingSubaccount caller,
        [FromKeyedServices(OrchestratorDbContext.Looking)] NpgsqlDataSource data,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        _ = subAccountId; // Authorised already; declared for the OpenAPI document.
        var query = new QueryParameters(http.Query);
        var wanted = StatisticsFilter.ReadGroups(query, caller.Subaccount.Id, time.GetUtcNow());
        if (query.Problem is { } problem)
            return problem;
        http.HttpContext.Response.Warn(query.Warnings);
        var statistics = await StatisticsReader.ReadAsync(data, wanted, cancellationToken);
        return wanted.Batch is not null && statistics.Total.Messages == 0 && wanted.Country is null
            ? Problems.BatchNotFound() : TypedResults.Ok(statistics);
    }
}
