namespace FallbackOrchestrator.Simulator;

/// <summary>What a simulated person writes.</summary>
/// <param name="From">The number.</param>
/// <param name="Channel">The channel: <c>WhatsApp</c>, <c>Viber</c>, <c>SMS</c> …, in any case.</param>
/// <param name="Text">The text.</param>
internal sealed record SimulatedReply(string? From, string? Channel, string? Text);

/// <summary>Lets simulated people reply to the message that they got last on a channel.</summary>
internal sealed class ReplyPlayer(ScriptPlayer player, ReceiptPoster poster, TimeProvider time)
{
    /// <summary>Posts a reply to the service. The response says what became of it.</summary>
    public async Task<IResult> PlayAsync(SimulatedReply reply, CancellationToken cancellationToken)
    {
        var named = Enum.GetValues<SimulatedChannel>()
            .Where(one => one.ToString().Equals(reply.Channel, StringComparison.OrdinalIgnoreCase)).ToList();
        if (named is not [var channel])
            return Refusal(400, $"channel must be one of {string.Join(", ", Enum.GetNames<SimulatedChannel>())}");
        if (string.IsNullOrWhiteSpace(reply.From) || string.IsNullOrEmpty(reply.Text))
            return Refusal(400, "from must be a number, and text must not be empty");
        if (player.LatestTo(channel, reply.From) is not { ReceiptsTo: not null } to)
            return Refusal(404, "this number got no message on this channel yet: send it one first");
        using var request = to.Provider.WriteReply(to, reply.Text, time.GetUtcNow());
        if (request is null)
            return Refusal(400, $"people who got a message by the simulated {to.Provider.Name} cannot reply");
        return Results.Json(new { service = await poster.PostReplyAsync(request, cancellationToken) });
    }

    private static IResult Refusal(int status, string message) => Results.Json(new { message }, statusCode: status);
}
