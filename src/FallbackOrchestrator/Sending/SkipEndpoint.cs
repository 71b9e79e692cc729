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
                "Ends a step at once, as if its window had closed: the step in the body, or without a body the one that the message waits for. "
                + "Name the step if the request may be repeated, so that it does not skip the next one. `skipped` is false if the message is no "
                + "longer at that step. Later receipts of the channel still count.")
            .Produces<SkipResponse>()
            .ProducesErrors();
        return app;
    }

    private static async Task<Results<Ok<SkipResponse>, Problem>> SkipAsync(
        [FromRoute] string subAccountId,
        [FromRoute] string umid,
        OptionalBody<SkipRequest> body,
        CallingSubaccount caller,
        MessageLookup lookup,
        MessageDoor door,
        CancellationToken cancellationToken)
    {
        _ = subAccountId; // Authorised already; declared for the OpenAPI document.
        if (!Guid.TryParse(umid, out var id))
            return Problems.InvalidUmid();
        if (body.Value?.Step is < 1 or > FallbackSequence.MostSteps)
            return Problems.OutOfRange("step", $"must be a step from 1 to {FallbackSequence.MostSteps}, or be left out for the current one");
        if (await lookup.CurrentStepAsync(new Umid(id), caller.Subaccount.Id, cancellationToken) is not { } current)
            return Problems.MessageNotFound();
        var step = body.Value?.Step ?? current;
        if (step == 0)
            return TypedResults.Ok(new SkipResponse { Skipped = false });
        // If the message has started its next step meanwhile, that step is not skipped.
        var recorded = await door.RecordAsync(new Umid(id), [new Fact.SkipRequested(step)]);
        return recorded is null
            ? Problems.MessageNotFound()
            : TypedResults.Ok(new SkipResponse
            {
                Skipped = recorded.Message.Attempts.Any(a => a.Step == step && a.LeaveReason == LeaveReason.Skip),
                Step = step,
            });
    }
}

/// <summary>The step to leave.</summary>
public sealed record SkipRequest
{
    /// <summary>The step's number, from 1; if left out, the current step.</summary>
    public int? Step { get; init; }
}
