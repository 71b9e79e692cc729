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
public sealed record DoneRequest<TAnswer>(Results<Ok<TAnswer>, Problem> Result, bool IsStored);

/// <summary>
/// <c>Idempotency-Key</c> (IETF draft-ietf-httpapi-idempotency-key-header): the same key and body get the same answer for 24 hours, and another body
/// 422. A request that comes while the first is being done waits for it. One that was refused keeps nothing, so the mended one may use the key.
/// </summary>
public sealed class IdempotencyKey(IdempotencyKeys keys)
{
    public const string Header = "Idempotency-Key";

    private const int Longest = 255;

    /// <summary>For the description of a call that takes one.</summary>
    internal static OptionalParameter Parameter { get; } =
        new(Header, $"At most {Longest} characters. The same request with the same key gets the same answer for 24 hours, and is done once.", InHeader: true);

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
        Func<RequestKey?, Task<DoneRequest<TAnswer>>> doAsync)
    {
        var header = http.Headers[Header].ToString();
        if (header.Length == 0)
            return (await doAsync(null)).Result;
        if (header.Length > Longest)
            return Problems.InvalidParameter(Header, $"may have {Longest} characters");

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

    // Keys of Sends and of batches are apart: a Send must not wait for the transaction of a batch.
    private static RequestKey KeyOf(HttpRequest http, string header, SubaccountId subaccount, byte[] request)
    {
        var path = http.Path.Value!;
        return new RequestKey(
            subaccount,
            $"{path[(path.TrimEnd('/').LastIndexOf('/') + 1)..]} {header}",
            SHA256.HashData([.. request, .. Encoding.UTF8.GetBytes(path)]));
    }
}
