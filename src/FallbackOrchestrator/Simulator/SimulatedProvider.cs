namespace FallbackOrchestrator.Simulator;

/// <summary>A message that a simulated provider received.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Channel">The channel of the message.</param>
/// <param name="To">The recipient as the call wrote it.</param>
/// <param name="From">The sender as the call wrote it.</param>
/// <param name="Reference">The customer's reference, if the call has one.</param>
/// <param name="ProviderId">The provider's id of the message.</param>
/// <param name="At">The time at which it arrived.</param>
/// <param name="ReceiptsTo">The address for its receipts; null if the provider got none, and posts none.</param>
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
    /// <summary>The text, for a provider that repeats it in its responses.</summary>
    public string? Text { get; init; }

    /// <summary>The provider's id of the quoted message.</summary>
    public string? Quoted { get; init; }

    /// <summary>The lifetime that the call set.</summary>
    public TimeSpan? Lifetime { get; init; }
}

/// <summary>A receipt to be posted to the customer.</summary>
/// <param name="Message">The message of the receipt.</param>
/// <param name="Status">The reported status.</param>
/// <param name="At">The time of the status. It stays the same however often the receipt is posted.</param>
/// <param name="Tries">The number of failed posts.</param>
internal readonly record struct PendingReceipt(SimulatedMessage Message, SimulatedStatus Status, DateTimeOffset At, int Tries = 0);

/// <summary>The differences between providers once a call has been read: the responses, and the receipts.</summary>
internal interface ISimulatedProvider
{
    /// <summary>The name, as in the paths of its webhooks.</summary>
    string Name { get; }

    /// <summary>The response if the message is accepted.</summary>
    SimulatedResponse Accept(SimulatedMessage message);

    /// <summary>The response if the recipient cannot be reached on the channel.</summary>
    SimulatedResponse RefuseUnreachable(SimulatedMessage message);

    /// <summary>The response if there are too many calls.</summary>
    SimulatedResponse RefuseBusy(SimulatedMessage message);

    /// <summary>True if the provider reports such a status of a message.</summary>
    bool Reports(SimulatedMessage message, SimulatedStatus status) => true;

    /// <summary>The signed request that carries a receipt; written again for every try.</summary>
    HttpRequestMessage WriteReceipt(PendingReceipt receipt, DateTimeOffset now);

    /// <summary>The signed request that carries the reply of a person; null if this simulated provider takes none.</summary>
    /// <param name="to">The message that the person replies to.</param>
    /// <param name="text">The text of the reply.</param>
    /// <param name="now">The time.</param>
    HttpRequestMessage? WriteReply(SimulatedMessage to, string text, DateTimeOffset now) => null;

    /// <summary>
    /// True if the provider gives up a message at the end of its <see cref="SimulatedMessage.Lifetime"/> and reports that as a failure.
    /// </summary>
    bool EndsLifetimes => false;

    /// <summary>True if the message was withdrawn, so that nothing more is reported of it.</summary>
    bool HasWithdrawn(SimulatedMessage message) => false;

    /// <summary>True if the provider retries a receipt after <paramref name="status"/>, which is null if there was no response.</summary>
    bool PostsAgain(PendingReceipt receipt, int? status);
}

/// <summary>A provider's response to a call, with the provider's status: JSON, or a text as it is.</summary>
internal sealed record SimulatedResponse(int Status, object Body) : IResult
{
    private string? _retryAfterSeconds;

    /// <summary>A response to too many calls, with the time of the next one.</summary>
    public static SimulatedResponse Busy(object body) => new(StatusCodes.Status429TooManyRequests, body) { _retryAfterSeconds = "1" };

    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        if (_retryAfterSeconds is not null)
            httpContext.Response.Headers.RetryAfter = _retryAfterSeconds;
        if (Body is string text)
        {
            httpContext.Response.ContentType = "text/html"; // Kannel calls its texts so.
            return httpContext.Response.WriteAsync(text, httpContext.RequestAborted);
        }
        return httpContext.Response.WriteAsJsonAsync(
            Body, Body.GetType(), WireJson.WithNulls, contentType: null, httpContext.RequestAborted);
    }
}
