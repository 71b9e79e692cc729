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

    public static void MapOptOuts(this IEndpointRouteBuilder app)
    {
        var optOuts = app.MapGroup("/api/v1/subaccounts/{subAccountId}/opt-outs/{person}").WithTags("Subaccount");
        optOuts.MapGet("/", ShowAsync)
            .ForSubaccount(Scopes.MessagesRead)
            .WithName("GetOptOuts")
            .WithSummary("Show whether a person opted out")
            .WithDescription(
                "Extension. The channels of which the person opted out by a word such as STOP. `person` is the number with its +, or the id on a "
                + "channel that has ids of its own.")
            .Produces<OptOuts>()
            .ProducesErrors();
        optOuts.MapDelete("/", ForgetAsync)
            .ForSubaccount(Scopes.MessagesSend)
            .WithName("DeleteOptOuts")
            .WithSummary("Take an opt-out back")
            .WithDescription(
                "Extension. For a person who opted in again by other means than the word START: of one channel, or without `channel` of all.")
            .WithMetadata(new OptionalParameter("channel", "Only this channel.", Names: [.. Channel.All.Select(one => one.Name.Value)]))
            .Produces(StatusCodes.Status204NoContent)
            .ProducesErrors();
    }

    private static async Task<Results<Ok<OptOuts>, Problem>> ShowAsync(
        [FromRoute] string subAccountId, [FromRoute] string person, CallingSubaccount caller, Reachability reachability,
        CancellationToken cancellationToken)
    {
        _ = subAccountId; // Authorised already; declared for the OpenAPI document.
        if (Read(person) is not { } named)
            return NoPerson();
        if (await HashesAsync(named, channel: null, caller.Subaccount, reachability, cancellationToken) is not { } hashes)
            return Problems.Internal();
        var known = await reachability.FindAsync(caller.Subaccount.Id, [.. hashes.Select(one => one.Hash).Distinct()], cancellationToken);
        return TypedResults.Ok(new OptOuts
        {
            Channels =
            [
                .. hashes
                    .Where(one => known[one.Hash].Any(
                        memory => memory.Reason == UnreachableReason.OptedOut && memory.Channel == one.Channel))
                    .Select(one => one.Channel.Value).Distinct().Order(StringComparer.Ordinal),
            ],
        });
    }

    private static async Task<Results<NoContent, Problem>> ForgetAsync(
        [FromRoute] string subAccountId, [FromRoute] string person, HttpRequest http, CallingSubaccount caller, Reachability reachability,
        CancellationToken cancellationToken)
    {
        _ = subAccountId;
        var query = new QueryParameters(http.Query);
        var channel = query.One("channel", Channel.Names, text => Channel.TryFind(text, out var found) ? found.Name : (ChannelName?)null);
        if (query.Problem is { } problem)
            return problem;
        if (Read(person) is not { } named)
            return NoPerson();
        if (await HashesAsync(named, channel, caller.Subaccount, reachability, cancellationToken) is not { } hashes)
            return Problems.Internal();
        await reachability.ForgetOptOutsAsync(caller.Subaccount.Id, hashes, cancellationToken);
        return TypedResults.NoContent();
    }

    // What stands for the person depends on the channel, and for an id on the account. Null if it is not known, because the key is not.
    private static async Task<List<(string Hash, ChannelName Channel)>?> HashesAsync(
        Recipient person, ChannelName? channel, Subaccount subaccount, Reachability reachability, CancellationToken cancellationToken)
    {
        var hashes = new List<(string Hash, ChannelName Channel)>();
        foreach (var account in subaccount.Accounts.Concat(subaccount.DisabledAccounts))
        {
            if (channel is { } only && account.Channel.Name != only
                || !(person.Msisdn is null ? account.Channel.UserIds is not null : account.Channel.TakesNumber))
                continue;
            if (await reachability.HashAsync(person, account.Channel, account.Id, cancellationToken) is not { } hash)
                return null;
            hashes.Add((hash, account.Channel.Name));
        }
        return hashes;
    }

    // An encoded slash, which some ids contain, stays encoded in a route.
    private static Recipient? Read(string person)
    {
        var text = person.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Trim();
        if (!text.StartsWith('+'))
            return text.Length is > 0 and <= LongestUserId ? new Recipient(null, text) : null;
        return Msisdn.TryParse(text, out var number) ? new Recipient(number) : null;
    }

    private static Problem NoPerson() => Problems.InvalidParameter(
        "person", $"must be a number, + and 6 to 15 digits, or the person's id on a channel, at most {LongestUserId} characters");
}
