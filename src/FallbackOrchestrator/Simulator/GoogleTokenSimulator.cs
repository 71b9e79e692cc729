using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>
/// The token service of Google's accounts: it issues an access token for an assertion that the service account signed.
/// </summary>
internal sealed class GoogleTokenSimulator(IOptions<SimulatorOptions> options, TimeProvider time)
{
    private const string Grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private const string Scope = "https://www.googleapis.com/auth/rcsbusinessmessaging";

    // Of an hour; Google's own tokens are so long.
    private const int ValidSeconds = 3_599;

    private readonly GoogleSimulatorOptions _settings = options.Value.Google;
    private readonly RecentValues<DateTimeOffset> _validUntil = new(options.Value.Remembered);

    /// <summary>Handles <c>POST /token</c>.</summary>
    public async Task<IResult> IssueAsync(HttpContext http)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        if (form["grant_type"] != Grant)
            return Refusal("unsupported_grant_type", $"Invalid grant_type: {form["grant_type"]}");
        var called = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}{http.Request.Path}";
        if (WhyNot(form["assertion"].ToString(), called) is { } why)
            return Refusal("invalid_grant", why);
        var now = time.GetUtcNow();
        var token = $"ya29.simulated-{Guid.CreateVersion7(now):N}";
        _validUntil.Set(token, _ => now.AddSeconds(ValidSeconds));
        return new SimulatedResponse(
            StatusCodes.Status200OK, new { access_token = token, expires_in = ValidSeconds, token_type = "Bearer" });
    }

    /// <summary>True if a token was issued here and is still valid.</summary>
    public bool IsValid(string? token) => token is not null && _validUntil.TryGet(token, out var end) && time.GetUtcNow() < end;

    private string? WhyNot(string assertion, string called)
    {
        if (_settings.ClientEmail.Length == 0)
            return "Invalid grant: account not found";
        if (assertion.Split('.') is not [var header, var claims, var signature])
            return "Bad Request";
        using var head = Decoded(header);
        using var body = Decoded(claims);
        if (head is null || body is null || head.RootElement.Text("alg") != "RS256")
            return "Bad Request";
        var claimed = body.RootElement;
        if (claimed.Text("iss") != _settings.ClientEmail)
            return "Invalid grant: account not found";
        if (claimed.Text("aud") != called || claimed.Text("scope") != Scope)
            return "Invalid JWT: aud and scope must be those of this service";
        if (!IsOfNow(claimed))
            return "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.";
        return IsSigned($"{header}.{claims}", signature) ? null : "Invalid JWT Signature.";
    }

    private bool IsOfNow(JsonElement claimed)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return claimed.TryGetProperty("iat", out var issued) && issued.TryGetInt64(out var from)
            && claimed.TryGetProperty("exp", out var ends) && ends.TryGetInt64(out var to)
            && from <= now + 60 && now < to && to - from is > 0 and <= 3_600;
    }

    private bool IsSigned(string text, string signature)
    {
        using var key = RSA.Create();
        key.ImportFromPem(_settings.PublicKey);
        return Base64Url.IsValid(signature) && key.VerifyData(
            Encoding.ASCII.GetBytes(text), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static JsonDocument? Decoded(string part)
    {
        try
        {
            return Base64Url.IsValid(part) ? JsonDocument.Parse(Base64Url.DecodeFromChars(part)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static SimulatedResponse Refusal(string error, string description) =>
        new(StatusCodes.Status400BadRequest, new { error, error_description = description });
}
