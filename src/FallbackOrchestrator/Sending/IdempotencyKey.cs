using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FallbackOrchestrator.Sending;

/// <summary>The result of a request.</summary>
/// <param name="Result">The response.</param>
/// <param name="IsStored">True if something was stored; then the response was stored too, under the request's key.</param>
public sealed record CompletedRequest<TResponse>(Results<Ok<TResponse>, Problem> Result, bool IsStored);

/// <summary>
/// <c>Idempotency-Key</c> (IETF draft-ietf-httpapi-idempotency-key-header): the same key with the same body gets the same response for 24
/// hours; with another body it gets 422. A request that arrives while the first is processed waits for it. A rejected request stores
/// nothing, so the corrected one may use the same key.
/// </summary>
public sealed class IdempotencyKey(IdempotencyKeys keys)
{
    public const string Header = "Idempotency-Key";

    private const int Longest = 255;

    /// <summary>The description of the header for the OpenAPI document.</summary>
    internal static OptionalParameter Parameter { get; } =
        new(Header,
            $"At most {Longest} characters. A repeated request with the same key is processed once, and returns the same response for 24 hours.",
            InHeader: true);

    /// <summary>Processes a request once.</summary>
    /// <param name="http">The request, whose header may name a key.</param>
    /// <param name="subaccount">The subaccount of the caller.</param>
    /// <param name="request">The request.</param>
    /// <param name="requestType">The JSON type of the request.</param>
    /// <param name="responseType">The JSON type of the response.</param>
    /// <param name="doAsync">Processes the request; gets the key under which the response is to be stored, if there is one.</param>
    public async Task<Results<Ok<TResponse>, Problem>> OnceAsync<TRequest, TResponse>(
        HttpRequest http,
        SubaccountId subaccount,
        TRequest request,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TResponse> responseType,
        Func<RequestKey?, Task<CompletedRequest<TResponse>>> doAsync)
    {
        if (!http.Headers.TryGetValue(Header, out var values))
            return (await doAsync(null)).Result;
        // A client that sends the header wants protection from repetition. An empty key would silently give none.
        if (values is not [{ } header] || string.IsNullOrWhiteSpace(header) || header.Length > Longest)
            return Problems.InvalidParameter(
                Header, $"must be one key of 1 to {Longest} characters; leave the header out to send without one");
        if (Storable.WhyNot(header) is { } wrong)
            return Problems.InvalidParameter(Header, wrong);

        var key = KeyOf(http, header, subaccount, JsonSerializer.SerializeToUtf8Bytes(request, requestType));
        Results<Ok<TResponse>, Problem>? refused = null;
        try
        {
            var done = await doAsync(key);
            if (done.IsStored)
                return done.Result;
            // A request that was stored a while ago may be rejected now, for example because its time has passed since.
            refused = done.Result;
        }
        catch (KeyTakenException)
        {
            // The request has a response.
        }
        return await keys.FindAsync(key, http.HttpContext.RequestAborted) switch
        {
            KnownKey.Completed completed => TypedResults.Ok(JsonSerializer.Deserialize(completed.Response, responseType)!),
            KnownKey.Other => Problems.KeyOfAnotherRequest(),
            _ => refused ?? throw new UnreachableException("a key was taken and stands for nothing"),
        };
    }

    // A key belongs to the endpoint and the subaccount, for every spelling of the address. Keys of Sends and keys of batches are separate,
    // because a Send must not wait for the transaction of a batch.
    private static RequestKey KeyOf(HttpRequest http, string header, SubaccountId subaccount, byte[] request)
    {
        var operation = http.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IdempotentOperation>()
            ?? throw new UnreachableException("a call that takes keys says which it is");
        var address = $"/api/v1/subaccounts/{subaccount.Value}/{operation.Path}";
        var key = new RequestKey(subaccount, $"{operation.Name} {header}", Fingerprint(request, address));
        return operation.HasEarlierForms ? key with { Earlier = EarlierForms(http.Path.Value!, address, header, request) } : key;
    }

    // In earlier versions, a key began with the last part of the address as it was spelt, including a last slash, or with nothing; and the
    // fingerprint contained the address as it was spelt. The present form is equal to that of the usual spelling, so that replicas of both
    // versions agree on it.
    private static EarlierKeys EarlierForms(string spelt, string address, string header, byte[] request)
    {
        string[] spellings = [.. new[] { spelt, address, $"{address}/" }.Distinct(StringComparer.Ordinal)];
        return new EarlierKeys(
            [.. spellings.Select(path => $"{path[(path.TrimEnd('/').LastIndexOf('/') + 1)..]} {header}").Append(header).Distinct(
                StringComparer.Ordinal)],
            () => spellings.Select(path => Fingerprint(request, path)));
    }

    private static byte[] Fingerprint(byte[] request, string address) => SHA256.HashData([.. request, .. Encoding.UTF8.GetBytes(address)]);
}

/// <summary>The name of a call in its keys, and its path. Stored data: never changed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its path, below the subaccount.</param>
/// <param name="HasEarlierForms">True if earlier versions stored its keys in other forms.</param>
public sealed record IdempotentOperation(string Name, string Path, bool HasEarlierForms = false);

/// <summary>Marks calls that take keys.</summary>
internal static class IdempotentCalls
{
    public static RouteHandlerBuilder TakesKeys(this RouteHandlerBuilder route, IdempotentOperation operation) =>
        route.WithMetadata(IdempotencyKey.Parameter, operation);
}
