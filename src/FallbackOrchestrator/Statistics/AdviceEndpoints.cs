using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Persistence.Counting;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace FallbackOrchestrator.Statistics;

/// <summary>The call that shows what shorter and longer windows would have meant. An extension: 8x8 has no such call.</summary>
internal static class AdviceEndpoints
{
    public static void MapAdvice(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/subaccounts/{subAccountId}/advice", AdviceAsync)
            .WithTags("Statistics")
            .ForSubaccount(Scopes.MessagesRead)
            .WithName("GetAdvice")
            .WithSummary("Advice for windows")
            .WithDescription(
                "For each channel and status, measured over your own messages: how many attempts reached it within a window of N seconds, and "
                + "how many would have reached it later. Those would have got the message on the next channel too: that is the price of a "
                + "shorter window.")
            .WithMetadata([.. StatisticsEndpoints.Filters])
            .Produces<WindowAdvice>()
            .ProducesErrors();

    private static async Task<Results<Ok<WindowAdvice>, Problem>> AdviceAsync(
        [FromRoute] string subAccountId,
        HttpRequest http,
        CallingSubaccount caller,
        [FromKeyedServices(OrchestratorDbContext.Looking)] NpgsqlDataSource data,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        _ = subAccountId;
        var query = new QueryParameters(http.Query);
        var wanted = StatisticsFilter.Read(query, caller.Subaccount.Id, time.GetUtcNow());
        if (query.Problem is { } problem)
            return problem;
        http.HttpContext.Response.Warn(query.Warnings);
        var (countedAt, rows) = await Counts.ReadAsync(
            data,
            [wanted.Select(CountTables.Steps, "channel"), wanted.Select(CountTables.Delays, "channel", "status", "seconds")],
            cancellationToken);
        var handedOver = rows[0].ToDictionary(row => row.Text("channel")!, row => row["handed_over"]);
        return TypedResults.Ok(new WindowAdvice
        {
            From = wanted.Period.From,
            To = wanted.Period.To,
            CountedAt = countedAt,
            Channels = [.. StatisticsReader.Delays(rows[1]).Select(delays => Advice(delays, handedOver.GetValueOrDefault(delays.Channel)))],
        });
    }

    private static ChannelAdvice Advice(DelayCounts delays, long handedOver) => new()
    {
        Channel = delays.Channel,
        Status = delays.Status,
        HandedOver = handedOver,
        Reached = delays.Attempts,
        SuggestedSeconds = delays.Percentile95,
        Windows = [.. delays.Within.Select(bound => Window(bound, delays.Attempts - bound.Attempts, handedOver))],
    };

    private static AdvisedWindow Window(DelayBound bound, long later, long handedOver) =>
        new(bound.Seconds, bound.Attempts, later, handedOver == 0 ? 0 : Math.Round((double)later / handedOver, 4));
}
