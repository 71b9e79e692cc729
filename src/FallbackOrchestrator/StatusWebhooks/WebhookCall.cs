using System.Globalization;
using System.Net;
using System.Text;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Microsoft.Extensions.Options;
using Microsoft.Security.AntiSSRF;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>One signed POST to a customer's endpoint, and its result.</summary>
internal sealed class WebhookCall(
    EndpointConnections connections, AccessTokens tokens, TimeProvider time, IOptions<StatusWebhooksOptions> options)
{
    private const int LargestResponse = 20_000;
    private const int KeptResponse = 500;

    /// <summary>Posts a body. Never throws because of the endpoint.</summary>
    /// <param name="account">The account whose endpoint it is.</param>
    /// <param name="id">The id by which the receiver recognises repetitions: the same in every attempt.</param>
    /// <param name="body">The body.</param>
    /// <param name="url">The message's own address; null for the webhook's. A call to it carries no credentials.</param>
    /// <param name="webhook">The webhook that signs; null for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<EndpointResponse> PostAsync(
        CustomerAccountId account, Guid id, string body, Uri? url, Webhook? webhook, CancellationToken cancellationToken)
    {
        if ((url ?? webhook?.Url) is not { } address)
            return new EndpointResponse(WebhookResult.NoEndpoint, null, null, null, TimeSpan.Zero);
        if (address.Scheme != Uri.UriSchemeHttps && !options.Value.AllowHttp)
            return new EndpointResponse(WebhookResult.ForbiddenAddress, null, null, null, TimeSpan.Zero);
        var began = time.GetTimestamp();
        using var overdue = new CancellationTokenSource(options.Value.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(overdue.Token, cancellationToken);
        var outcome = new Outcome(WebhookResult.Unreachable);
        try
        {
            outcome = await PostAsync(account, id, body, address, webhook, withCredentials: url is null, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            outcome = new Outcome(WebhookResult.TimedOut);
        }
        catch (AntiSSRFException)
        {
            outcome = new Outcome(WebhookResult.ForbiddenAddress);
        }
#pragma warning disable CA1031 // Every failure of the connection means unreachable, which is the preset result.
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
        }
        return new EndpointResponse(outcome.Result, outcome.Status, outcome.Body, outcome.RetryAfter, time.GetElapsedTime(began));
    }

    private async Task<Outcome> PostAsync(
        CustomerAccountId account, Guid id, string body, Uri address, Webhook? webhook, bool withCredentials,
        CancellationToken cancellationToken)
    {
        if (!withCredentials || webhook?.Oauth is null)
            return await PostOnceAsync(
                account, id, body, address, webhook, withCredentials ? webhook?.Authorization : null, cancellationToken);
        AccessToken? refused = null;
        while (true)
        {
            if (await tokens.GetAsync(webhook, refused, cancellationToken) is not { } token)
                return new Outcome(WebhookResult.NoToken);
            var outcome = await PostOnceAsync(account, id, body, address, webhook, token.Authorization, cancellationToken);
            if (outcome.Status != (int)HttpStatusCode.Unauthorized || refused is not null)
                return outcome;
            refused = token; // It may have been revoked early: try once more with a new one.
        }
    }

    private async Task<Outcome> PostOnceAsync(
        CustomerAccountId account, Guid id, string body, Uri address, Webhook? webhook, HeaderValue? authorization,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.UserAgent.ParseAdd("FallbackOrchestrator/1");
        request.Headers.Add("webhook-id", id.ToString("D"));
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (webhook is not null)
            request.Headers.Add("webhook-signature", webhook.Sign(id.ToString("D"), now, body));
        authorization?.AuthorizeWith(request.Headers);
        return await connections.SendAsync(
            account,
            request,
            async response =>
            {
                var body = await BodyAsync(response.Content, cancellationToken);
                return new Outcome(Classify(response.StatusCode), (int)response.StatusCode, Kept(body), RetryAfter(response, now));
            },
            cancellationToken);
    }

    // The status decides the result of the update. A body that breaks off or never ends does not change it; otherwise the update would be
    // delivered again.
    private static async Task<string> BodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            return await LimitedBody.ReadAsync(content, LargestResponse, cancellationToken);
        }
#pragma warning disable CA1031 // Any way in which it breaks off.
        catch (Exception)
#pragma warning restore CA1031
        {
            return "";
        }
    }

    private static WebhookResult Classify(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => WebhookResult.Delivered,
        >= 300 and < 400 => WebhookResult.Redirected,
        (int)HttpStatusCode.Gone => WebhookResult.Gone,
        _ => WebhookResult.Refused,
    };

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - now,
        _ => null,
    };

    private static string? Kept(string body) => body.Length == 0 ? null : StoredText.Of(body, KeptResponse);

    private sealed record Outcome(WebhookResult Result, int? Status = null, string? Body = null, TimeSpan? RetryAfter = null);
}
