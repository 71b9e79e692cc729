using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FallbackOrchestrator.Sending;

/// <summary>What came of a request.</summary>
/// <param name="Result">Its answer.</param>
/// <param name="IsStored">Whether something was stored, and with it the answer under the request's key.</param>
public sealed record CompletedRequest<TAnswer>(Results<Ok<TAnswer>, Problem> Result, bool IsStored);

/// <summary>
/// <c>Idempotency-Key</c> (IETF draft-ietf-httpapi-idempotency-key-header): the same key and body get the same answer for 24 hours, and
/// another body 422. A request that comes while the first is being done waits for it. One that was refused keeps nothing, so the mended one
/// may use the key.
/// </summary>
public sealed class IdempotencyKey(IdempotencyKeys keys)
{
    public const string Header = "Idempotency-Key";

    private const int Longest = 255;

    /// <summary>For the description of a call that takes one.</summary>
    internal static OptionalParameter Parameter { get; } =
        new(Header,
            $"At most {Longest} characters. A repeated request with the same key is processed once, and returns the same response for 24 hours.",
            InHeader: true);

    /// <summary>Does a request once.</summary>
    /// <param name="http">The request, whose header may name a key.</param>
    /// <param name="subaccount">Who asks.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="requestType">How it is written.</param>
    /// <param name="answerType">How the answer is written.</param>
    /// <param name="doAsync">Does it; takes the key under which the answer is to be kept, if there is one.</param>
    public async Task<Results<Ok<TAnswer>, Problem>> OnceAsync<TRequest, TAnswer>(
        HttpRequest http,
        SubaccountId subaccount,
        TRequest request,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TAnswer> answerType,
        Func<RequestKey?, Task<CompletedRequest<TAnswer>>> doAsync)
    {
        if (!http.Headers.TryGetValue(Header, out var values))
            return (await doAsync(null)).Result;
        // Who sends the header means to be safe from doing it twice: an empty one would leave them without a word.
        if (values is not [{ } header] || string.IsNullOrWhiteSpace(header) || header.Length > Longest)
            return Problems.InvalidParameter(
                Header, $"must be one key of 1 to {Longest} characters; leave the header out to send without one");
        if (Storable.WhyNot(header) is { } wrong)
            return Problems.InvalidParameter(Header, wrong);

        var key = KeyOf(http, header, subaccount, JsonSerializer.SerializeToUtf8Bytes(request, requestType));
        Results<Ok<TAnswer>, Problem>? refused = null;
        try
        {
            var done = await doAsync(key);
            if (done.IsStored)
                return done.Result;
            // What was stored a while ago may be refused today: a time that was to come may have passed.
            refused = done.Result;
        }
        catch (KeyTakenException)
        {
            // It has an answer.
        }
        return await keys.FindAsync(key, http.HttpContext.RequestAborted) switch
        {
            KnownKey.Answered answered => TypedResults.Ok(JsonSerializer.Deserialize(answered.Answer, answerType)!),
            KnownKey.Other => Problems.KeyOfAnotherRequest(),
            _ => refused ?? throw new UnreachableException("a key was taken and stands for nothing"),
        };
    }

    // A key belongs to the endpoint and the subaccount, whatever the spelling of the address. Keys of Sends and of batches are apart: a
    // Send must not wait for the transaction of a batch.
    private static RequestKey KeyOf(HttpRequest http, string header, SubaccountId subaccount, byte[] request)
    {
        var operation = http.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IdempotentOperation>()
            ?? throw new UnreachableException("a call that takes keys says which it is");
        var address = $"/api/v1/subaccounts/{subaccount.Value}/{operation.Path}";
        return new RequestKey(subaccount, $"{operation.Name} {header}", Fingerprint(request, address))
        {
            Earlier = EarlierForms(http.Path.Value!, address, header, request),
        };
    }

    // Until this form, a key began with the last part of the address as it was spelt, its last slash included, or with nothing; and the
    // fingerprint held the address as it was spelt. This form is what was made of the usual spelling, so that replicas of both versions
    // agree on it.
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

/// <summary>What a call that takes keys is called in them, and where it is. Stored data: never changed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Where it is, below the subaccount.</param>
public sealed record IdempotentOperation(string Name, string Path);

/// <summary>Lets calls take keys.</summary>
internal static class IdempotentCalls
{
    public static RouteHandlerBuilder TakesKeys(this RouteHandlerBuilder route, IdempotentOperation operation) =>
        route.WithMetadata(IdempotencyKey.Parameter, operation);
}
