using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FallbackOrchestrator.Sending;

/// <summary>
/// <c>Idempotency-Key</c> (IETF draft-ietf-httpapi-idempotency-key-header): the same key and body get the same answer for 24 hours; another body
/// 422; while the first is being done 409. A request that was refused keeps nothing, so the mended one may use the key again.
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
    /// <param name="doAsync">Does it; takes the claim under which the answer is to be kept, if there is one.</param>
    public async Task<Results<Ok<TAnswer>, Problem>> OnceAsync<TRequest, TAnswer>(
        HttpRequest http,
        SubaccountId subaccount,
        TRequest request,
        JsonTypeInfo<TRequest> requestType,
        JsonTypeInfo<TAnswer> answerType,
        Func<ClaimedKey?, Task<Results<Ok<TAnswer>, Problem>>> doAsync)
    {
        var key = http.Headers[Header].ToString();
        if (key.Length == 0)
            return await doAsync(null);
        if (key.Length > Longest)
            return Problems.InvalidParameter(Header, $"may have {Longest} characters");

        var fingerprint = SHA256.HashData([.. JsonSerializer.SerializeToUtf8Bytes(request, requestType), .. Encoding.UTF8.GetBytes(http.Path.Value!)]);
        KeyClaim.Taken taken;
        switch (await keys.ClaimAsync(subaccount, key, fingerprint, http.HttpContext.RequestAborted))
        {
            case KeyClaim.Answered answered:
                return TypedResults.Ok(JsonSerializer.Deserialize(answered.Answer, answerType)!);
            case KeyClaim.Running:
                return Problems.KeyInUse();
            case KeyClaim.Other:
                return Problems.KeyOfAnotherRequest();
            case KeyClaim.Taken now:
                taken = now;
                break;
            default:
                throw new InvalidOperationException("a claim that nobody answers");
        }
        try
        {
            var result = await doAsync(taken.Key);
            if (result.Result is Problem)
                await GiveUpAsync(taken.Key);
            return result;
        }
        catch
        {
            // What was stored nevertheless has its answer, and is not given up.
            await GiveUpAsync(taken.Key);
            throw;
        }
    }

    /// <summary>Frees a key under which no answer was kept.</summary>
    public Task GiveUpAsync(ClaimedKey claimed) => keys.GiveUpAsync(claimed);
}
