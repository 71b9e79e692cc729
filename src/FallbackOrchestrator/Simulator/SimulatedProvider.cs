namespace FallbackOrchestrator.Simulator;

/// <summary>A message that a fake provider was given.</summary>
/// <param name="Provider">Who has it.</param>
/// <param name="Channel">The channel that it is for.</param>
/// <param name="To">The recipient as the call wrote it.</param>
/// <param name="From">The sender as the call wrote it.</param>
/// <param name="Reference">The customer's reference, where the call carries one.</param>
/// <param name="ProviderId">The provider's id of it.</param>
/// <param name="At">When it came.</param>
/// <param name="ReceiptsTo">Where its receipts go; null where the provider was told nowhere, and posts none.</param>
internal sealed record SimulatedMessage(
    ISimulatedProvider Provider,
    SimulatedChannel Channel,
    string To,
    string From,
    string? Reference,
    string ProviderId,
    DateTimeOffset At,
    Uri? ReceiptsTo)
{
    /// <summary>What is said, for a provider that repeats it in its answers.</summary>
    public string? Text { get; init; }

    /// <summary>The provider's id of the message that it quotes.</summary>
    public string? Quoted { get; init; }
}

/// <summary>A receipt on its way to the customer.</summary>
/// <param name="Message">What it is about.</param>
/// <param name="Status">What it says.</param>
/// <param name="At">When that happened. Stays the same however often it is posted.</param>
/// <param name="Tries">How often it has been posted in vain.</param>
internal readonly record struct PendingReceipt(SimulatedMessage Message, SimulatedStatus Status, DateTimeOffset At, int Tries = 0);

/// <summary>What differs from provider to provider once a call has been read: the answers, and the receipts.</summary>
internal interface ISimulatedProvider
{
    /// <summary>The name, as in the paths of its webhooks.</summary>
    string Name { get; }

    /// <summary>The answer that the message was taken.</summary>
    SimulatedAnswer Accept(SimulatedMessage message);

    /// <summary>The answer that the recipient cannot be reached on the channel.</summary>
    SimulatedAnswer RefuseUnreachable(SimulatedMessage message);

    /// <summary>The answer that there are too many calls.</summary>
    SimulatedAnswer RefuseBusy(SimulatedMessage message);

    /// <summary>The signed request that carries a receipt; called anew for every try.</summary>
    HttpRequestMessage WriteReceipt(PendingReceipt receipt, DateTimeOffset now);

    /// <summary>Whether the provider tries a receipt again after <paramref name="status"/>, which is null where no answer came.</summary>
    bool PostsAgain(PendingReceipt receipt, int? status);
}

/// <summary>A provider's answer to a call: JSON, with the provider's status.</summary>
internal sealed record SimulatedAnswer(int Status, object Body) : IResult
{
    private string? _retryAfterSeconds;

    /// <summary>An answer that there are too many calls, and when to come again.</summary>
    public static SimulatedAnswer Busy(object body) => new(StatusCodes.Status429TooManyRequests, body) { _retryAfterSeconds = "1" };

    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        if (_retryAfterSeconds is not null)
            httpContext.Response.Headers.RetryAfter = _retryAfterSeconds;
        return httpContext.Response.WriteAsJsonAsync(
            Body, Body.GetType(), WireJson.WithNulls, contentType: null, httpContext.RequestAborted);
    }
}
