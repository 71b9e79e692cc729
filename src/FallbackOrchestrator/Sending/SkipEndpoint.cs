using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Reading;
using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FallbackOrchestrator.Sending;

/// <summary>The call that ends a window early. An extension: 8x8 has no such call.</summary>
internal static class SkipEndpoint
{
    public static IEndpointRouteBuilder MapSkip(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/subaccounts/{subAccountId}/messages/{umid}/skip", SkipAsync)
            .WithTags("Messages")
            .ForSubaccount(Scopes.MessagesSend)
            .WithName("SkipStep")
            .WithSummary("Skip to the next channel")
            .WithDescription(
                "Ends a step at once, as if its window had closed. The step must be named, so that a late request does not skip the next step. "
                + "`skipped` is false if the message is no longer at that step. Later receipts of the channel still count.")
            .Produces<SkipResponse>()
            .ProducesErrors();
        return app;
    }

    private static async Task<Results<Ok<SkipResponse>, Problem>> SkipAsync(
        [FromRoute] string subAccountId,
        [FromRoute] string umid,
        Body<SkipRequest> body,
        CallingSubaccount caller,
        MessageLookup lookup,
        MessageDoor door,
        CancellationToken cancellationToken)
    {
        _ = subAccountId; // Authorised already; declared for the OpenAPI document.
        if (!Guid.TryParse(umid, out var id))
            return Problems.InvalidUmid();
        if (body.Value.Step is not { } step || step is < 1 or > FallbackSequence.MostSteps)
            return Problems.OutOfRange("step", $"must name the step to leave, from 1 to {FallbackSequence.MostSteps}");
        if (!await lookup.BelongsToAsync(new Umid(id), caller.Subaccount.Id, cancellationToken))
            return Problems.MessageNotFound();
        var recorded = await door.RecordAsync(new Umid(id), [new Fact.SkipRequested(step)]);
        return recorded is null
            ? Problems.MessageNotFound()
            : TypedResults.Ok(
                new SkipResponse { Skipped = recorded.Message.Attempts.Any(a => a.Step == step && a.LeaveReason == LeaveReason.Skip) });
    }
}

/// <summary>The step to leave.</summary>
public sealed record SkipRequest
{
    /// <summary>The step's number, from 1.</summary>
    public int? Step { get; init; }
}

/// <summary>The response to a skip.</summary>
public sealed record SkipResponse
{
    /// <summary>True if the step was left on request, by this call or an earlier one.</summary>
    public required bool Skipped { get; init; }
}
