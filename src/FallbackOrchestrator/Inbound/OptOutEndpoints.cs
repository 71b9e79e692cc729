using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FallbackOrchestrator.Inbound;

/// <summary>The calls that show whether a person opted out, and take it back. Extensions: 8x8 has no such calls.</summary>
internal static class OptOutEndpoints
{
    private const int LongestUserId = 256;

    private static readonly OptionalParameter[] Person =
    [
        new("msisdn", "The person's number."),
        new("channelUserId", "The person's id on a channel, instead of the number."),
    ];

    public static void MapOptOuts(this IEndpointRouteBuilder app)
    {
        var optOuts = app.MapGroup("/api/v1/subaccounts/{subAccountId}/opt-outs").WithTags("Subaccount");
        optOuts.MapGet("/", ShowAsync)
            .ForSubaccount(Scopes.MessagesRead)
            .WithName("GetOptOuts")
            .WithSummary("Show whether a person opted out")
            .WithDescription("Extension. The channels of which the person opted out by a word such as STOP.")
            .WithMetadata([.. Person])
            .Produces<OptOuts>()
            .ProducesErrors();
        optOuts.MapDelete("/", ForgetAsync)
            .ForSubaccount(Scopes.MessagesSend)
            .WithName("DeleteOptOuts")
            .WithSummary("Take an opt-out back")
            .WithDescription(
                "Extension. For a person who opted in again by other means than the word START: of one channel, or without `channel` of all.")
            .WithMetadata([.. Person, new OptionalParameter("channel", "Only this channel.", Names: [.. Channel.All.Select(one => one.Name.Value)])])
            .Produces(StatusCodes.Status204NoContent)
            .ProducesErrors();
    }

    private static async Task<Results<Ok<OptOuts>, Problem>> ShowAsync(
        [FromRoute] string subAccountId, HttpRequest http, CallingSubaccount caller, Reachability reachability,
        CancellationToken cancellationToken)
    {
        _ = subAccountId; // Authorised already; declared for the OpenAPI document.
        var query = new QueryParameters(http.Query);
        if (Read(query) is not { } person)
            return query.Problem!;
        var hash = await reachability.HashAsync(person, cancellationToken);
        var known = await reachability.FindAsync(caller.Subaccount.Id, [hash], cancellationToken);
        return TypedResults.Ok(new OptOuts
        {
            Channels =
            [
                .. known[hash].Where(one => one.Reason == UnreachableReason.OptedOut).Select(one => one.Channel.Value)
                    .Order(StringComparer.Ordinal),
            ],
        });
    }

    private static async Task<Results<NoContent, Problem>> ForgetAsync(
        [FromRoute] string subAccountId, HttpRequest http, CallingSubaccount caller, Reachability reachability,
        CancellationToken cancellationToken)
    {
        _ = subAccountId;
        var query = new QueryParameters(http.Query);
        var channel = query.One("channel", Channel.Names, text => Channel.TryFind(text, out var found) ? found.Name : (ChannelName?)null);
        if (Read(query) is not { } person)
            return query.Problem!;
        await reachability.ForgetOptOutsAsync(
            caller.Subaccount.Id, await reachability.HashAsync(person, cancellationToken), channel, cancellationToken);
        return TypedResults.NoContent();
    }

    private static Recipient? Read(QueryParameters query)
    {
        var number = query.One(
            "msisdn", "+ and 6 to 15 digits",
            text => Msisdn.TryParse($"+{text.Trim().TrimStart('+')}", out var msisdn) ? msisdn : (Msisdn?)null);
        var userId = query.Text("channelUserId");
        if (number is null == userId is null)
            query.Reject("msisdn", "or 'channelUserId' must name the person, and not both");
        else if (userId is { Length: > LongestUserId })
            query.Reject("channelUserId", $"may have {LongestUserId} characters");
        return query.Problem is null ? new Recipient(number, userId) : null;
    }
}
