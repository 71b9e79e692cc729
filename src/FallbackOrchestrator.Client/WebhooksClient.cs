namespace FallbackOrchestrator.Client;

/// <summary>The webhooks of the account: where status updates go. The key needs the scope <c>webhooks</c>.</summary>
public sealed class WebhooksClient
{
    private readonly Transport _transport;
    private readonly Func<CancellationToken, Task<Guid>> _accountAsync;
    private string? _path;

    internal WebhooksClient(Transport transport, Func<CancellationToken, Task<Guid>> accountAsync) =>
        (_transport, _accountAsync) = (transport, accountAsync);

    /// <summary>The webhooks of the account. Secrets are hidden.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public async Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellationToken = default) => await _transport.GetAsync(
        await PathAsync(cancellationToken).ConfigureAwait(false), ClientJson.Default.IReadOnlyListWebhook, cancellationToken)
        .ConfigureAwait(false);

    /// <summary>Creates or replaces webhooks: one for each subaccount (or <c>*</c>) and type. It is sent once.</summary>
    /// <param name="webhooks">1 to 100 webhooks.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Warnings about what is accepted without effect.</returns>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public async Task<IReadOnlyList<string>> PutAsync(IReadOnlyList<Webhook> webhooks, CancellationToken cancellationToken = default)
    {
        using var body = Transport.Json(webhooks, ClientJson.Default.IReadOnlyListWebhook);
        return await _transport.OnceAsync(
            HttpMethod.Post, await PathAsync(cancellationToken).ConfigureAwait(false), body, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes webhooks. It is sent once.</summary>
    /// <param name="targets">1 to 100 webhooks.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Warnings about what is accepted without effect.</returns>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public async Task<IReadOnlyList<string>> DeleteAsync(
        IReadOnlyList<WebhookTarget> targets, CancellationToken cancellationToken = default)
    {
        using var body = Transport.Json(targets, ClientJson.Default.IReadOnlyListWebhookTarget);
        return await _transport.OnceAsync(
            HttpMethod.Delete, await PathAsync(cancellationToken).ConfigureAwait(false), body, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Creates a new signing secret and returns it, only this once. For 24 hours deliveries are also signed with the previous one. It is
    /// sent once.
    /// </summary>
    /// <param name="target">The webhook.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public async Task<RotatedSecret> RotateSecretAsync(WebhookTarget target, CancellationToken cancellationToken = default) =>
        await _transport.OnceAsync(
            HttpMethod.Post, $"{await PathAsync(cancellationToken).ConfigureAwait(false)}/secret", target,
            ClientJson.Default.WebhookTarget, ClientJson.Default.RotatedSecret, cancellationToken).ConfigureAwait(false);

    /// <summary>Posts one signed <c>ping</c> to a webhook now. It is sent once.</summary>
    /// <param name="target">The webhook.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public async Task<PingResult> PingAsync(WebhookTarget target, CancellationToken cancellationToken = default) =>
        await _transport.OnceAsync(
            HttpMethod.Post, $"{await PathAsync(cancellationToken).ConfigureAwait(false)}/ping", target,
            ClientJson.Default.WebhookTarget, ClientJson.Default.PingResult, cancellationToken).ConfigureAwait(false);

    /// <summary>The latest 100 status updates in some states, the newest first.</summary>
    /// <param name="states">The states; failed ones if there are none.</param>
    /// <param name="umid">The message; null for those of all messages.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public async Task<IReadOnlyList<Delivery>> ListDeliveriesAsync(
        IReadOnlyList<DeliveryState>? states = null, Guid? umid = null, CancellationToken cancellationToken = default) =>
        await _transport.GetAsync(
        $"{await PathAsync(cancellationToken).ConfigureAwait(false)}/deliveries{new Query().Add("state", states ?? []).Add("umid", umid?.ToString())}",
        ClientJson.Default.IReadOnlyListDelivery, cancellationToken).ConfigureAwait(false);

    /// <summary>Delivers a delivered or failed status update again, under the same id. It is sent once.</summary>
    /// <param name="id">The update's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FallbackApiException">The service refused it.</exception>
    public async Task ReplayAsync(Guid id, CancellationToken cancellationToken = default) => await _transport.OnceAsync(
        HttpMethod.Post, $"{await PathAsync(cancellationToken).ConfigureAwait(false)}/deliveries/{id}/replay", body: null,
        cancellationToken).ConfigureAwait(false);

    private async Task<string> PathAsync(CancellationToken cancellationToken) =>
        _path ??= $"/api/v1/accounts/{await _accountAsync(cancellationToken).ConfigureAwait(false)}/webhooks";
}
