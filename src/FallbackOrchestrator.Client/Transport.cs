using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FallbackOrchestrator.Client;

/// <summary>Sends requests, and repeats those that are safe to repeat.</summary>
internal sealed class Transport(HttpClient http, FallbackClientOptions options)
{
    private const string IdempotencyHeader = "Idempotency-Key";
    private const int LongestKey = 255;

    private readonly string _base = options.BaseAddress.AbsoluteUri.TrimEnd('/');

#pragma warning disable RS0030 // Chance is a parameter; this is its value where nobody gives another.
    private readonly Random _chance = options.Chance ?? Random.Shared;
#pragma warning restore RS0030

    /// <summary>The clock.</summary>
    public TimeProvider Time => options.Time;

    /// <summary>Reads: may be repeated.</summary>
    public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        ReadAsync(() => new HttpRequestMessage(HttpMethod.Get, _base + path), mayRepeat: true, type, cancellationToken);

    /// <summary>Changes something: is sent once.</summary>
    public async Task<T> OnceAsync<TBody, T>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var content = Json(body, bodyType);
        return await ReadAsync(
            () => new HttpRequestMessage(method, _base + path) { Content = content }, mayRepeat: false, type, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Changes something, without a body: is sent once.</summary>
    public Task<T> OnceAsync<T>(HttpMethod method, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        ReadAsync(() => new HttpRequestMessage(method, _base + path), mayRepeat: false, type, cancellationToken);

    /// <summary>Changes something and returns no body: is sent once.</summary>
    /// <returns>The warnings of the response.</returns>
    public async Task<IReadOnlyList<string>> OnceAsync(
        HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(
            () => new HttpRequestMessage(method, _base + path) { Content = body }, mayRepeat: false, stream: false, cancellationToken)
            .ConfigureAwait(false);
        return response.Headers.TryGetValues("X-Warnings", out var warnings) ? [.. warnings] : [];
    }

    /// <summary>Posts what the service does once for each key, however often it comes.</summary>
    /// <exception cref="ArgumentException">The key cannot be sent.</exception>
    public Task<T> WithKeyAsync<TBody, T>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, string? key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        if (key is not null && (string.IsNullOrWhiteSpace(key) || key.Length > LongestKey || !key.All(c => c is >= ' ' and <= '~')))
            throw new ArgumentException($"an idempotency key has 1 to {LongestKey} printable ASCII characters", nameof(key));
        key ??= Guid.CreateVersion7(options.Time.GetUtcNow()).ToString();
        var json = JsonSerializer.SerializeToUtf8Bytes(body, bodyType);
        return ReadAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, _base + path) { Content = new ByteArrayContent(json) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                request.Headers.Add(IdempotencyHeader, key);
                return request;
            },
            mayRepeat: true, type, cancellationToken);
    }

    /// <summary>Begins to read a stream: may be repeated until it has begun.</summary>
    public Task<HttpResponseMessage> StreamAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Get, _base + path), mayRepeat: true, stream: true, cancellationToken);

    /// <summary>A body.</summary>
    public static HttpContent Json<T>(T body, JsonTypeInfo<T> type) => JsonContent.Create(body, type);

    private async Task<T> ReadAsync<T>(
        Func<HttpRequestMessage> make, bool mayRepeat, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(make, mayRepeat, stream: false, cancellationToken).ConfigureAwait(false);
        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken).ConfigureAwait(false)
                ?? throw new JsonException("null");
        }
        catch (JsonException unread)
        {
            throw new FallbackApiException(
                response.StatusCode, $"The response is not in the form that this version of the client reads: {unread.Message}", unread);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        Func<HttpRequestMessage> make, bool mayRepeat, bool stream, CancellationToken cancellationToken)
    {
        var until = stream ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead;
        for (var attempt = 1; ; attempt++)
        {
            var isLast = !mayRepeat || attempt >= options.MaxAttempts;
            TimeSpan? asked = null;
            try
            {
                using var request = make();
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
                var response = await http.SendAsync(request, until, cancellationToken).ConfigureAwait(false);
                if (response.IsSuccessStatusCode)
                    return response;
                using (response)
                {
                    var error = await FallbackApiException.ReadAsync(
                        response, options.Time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
                    if (isLast || !MayPass(response.StatusCode) || error.RetryAfter > options.LongestRetryAfter)
                        throw error;
                    asked = error.RetryAfter;
                }
            }
            catch (HttpRequestException) when (!isLast)
            {
                // The connection failed. Whether the request arrived is not known, and need not be.
            }
            catch (OperationCanceledException) when (!isLast && !cancellationToken.IsCancellationRequested)
            {
                // HttpClient.Timeout.
            }
            await Task.Delay(PauseAfter(attempt, asked), options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    // 500 says that it is not known whether the request was stored; 502 and 504 are a proxy's words for a connection that failed.
    private static bool MayPass(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private TimeSpan PauseAfter(int attempt, TimeSpan? asked)
    {
        var longest = Math.Min(options.LongestPause.Ticks, options.FirstPause.Ticks * Math.Pow(2, attempt - 1));
        var pause = TimeSpan.FromTicks((long)(longest * (1 - _chance.NextDouble() / 2)));
        // Later than asked, never earlier: all clients were asked for the same.
        return asked is { } least && least > pause
            ? least + TimeSpan.FromTicks((long)(options.FirstPause.Ticks * _chance.NextDouble()))
            : pause;
    }
}
