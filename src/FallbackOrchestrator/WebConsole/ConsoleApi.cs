using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace FallbackOrchestrator.WebConsole;

/// <summary>
/// The API, called over HTTP with the keys of the session. So the console shows and does exactly what the same keys may do with curl:
/// scopes, limits, errors and masked numbers are those of the API.
/// </summary>
internal sealed class ConsoleApi(ConsoleSession session, OwnApi own, IOptions<JsonOptions> json)
{
    private const string Unreachable = "The service did not respond. Try again.";
    private const string Ended = "The session has ended. Sign in again.";
    private const string Unreadable = "The service sent a response that the page cannot read.";

    /// <summary>A call with the customer's key.</summary>
    public Task<ApiResult<T>> GetAsync<T>(string path, CancellationToken cancellationToken = default) =>
        CallAsync<T>(HttpMethod.Get, path, null, session.Keys.Key, null, cancellationToken);

    /// <summary>A call with the admin key.</summary>
    public Task<ApiResult<T>> GetAsAdminAsync<T>(string path, CancellationToken cancellationToken = default) =>
        CallAsync<T>(HttpMethod.Get, path, null, session.Keys.AdminKey, null, cancellationToken);

    /// <summary>A call with the admin key, and a body in JSON if it has one.</summary>
    public Task<ApiResult<T>> CallAsAdminAsync<T>(HttpMethod method, string path, object? body = null) =>
        CallAsync<T>(method, path, body, session.Keys.AdminKey, null, CancellationToken.None);

    /// <summary>A call with the customer's key and a body in JSON.</summary>
    /// <param name="path">The path of the call.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="idempotencyKey">Of a Send: two clicks on one button send one message.</param>
    public Task<ApiResult<T>> PostAsync<T>(string path, object? body, string? idempotencyKey = null) =>
        CallAsync<T>(HttpMethod.Post, path, body, session.Keys.Key, idempotencyKey, CancellationToken.None);

    /// <summary>A call with the customer's key and a body in JSON.</summary>
    public Task<ApiResult<T>> PutAsync<T>(string path, object body, CancellationToken cancellationToken = default) =>
        CallAsync<T>(HttpMethod.Put, path, body, session.Keys.Key, null, cancellationToken);

    /// <summary>A call with the customer's key.</summary>
    public Task<ApiResult<T>> DeleteAsync<T>(string path, CancellationToken cancellationToken = default) =>
        CallAsync<T>(HttpMethod.Delete, path, null, session.Keys.Key, null, cancellationToken);

    private async Task<ApiResult<T>> CallAsync<T>(
        HttpMethod method, string path, object? body, string? key, string? idempotencyKey, CancellationToken cancellationToken)
    {
        if (session.IsOver)
            return ApiResult<T>.Refused(StatusCodes.Status401Unauthorized, Ended);
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: json.Value.SerializerOptions);
        try
        {
            using var response = await own.Client.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
                return ApiResult<T>.Refused((int)response.StatusCode, await ErrorAsync(response, cancellationToken));
            return response.Content.Headers.ContentLength is 0
                ? ApiResult<T>.Done(default)
                : ApiResult<T>.Done(await response.Content.ReadFromJsonAsync<T>(json.Value.SerializerOptions, cancellationToken));
        }
        catch (Exception failure) when (
            failure is HttpRequestException or IOException or ObjectDisposedException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return ApiResult<T>.Refused(StatusCodes.Status503ServiceUnavailable, Unreachable);
        }
        catch (JsonException)
        {
            return ApiResult<T>.Refused(StatusCodes.Status502BadGateway, Unreadable);
        }
    }

    private async Task<string> ErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return (await response.Content.ReadFromJsonAsync<ApiError>(json.Value.SerializerOptions, cancellationToken))?.Message
                ?? Unreachable;
        }
        catch (JsonException)
        {
            return $"The service responded with {(int)response.StatusCode}.";
        }
    }
}
