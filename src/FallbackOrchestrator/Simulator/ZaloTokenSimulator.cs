using System.Globalization;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>Zalo's authorization server: a refresh token is taken once, and replaced.</summary>
internal sealed class ZaloTokenSimulator(IOptions<SimulatorOptions> options, TimeProvider time)
{
    private static readonly TimeSpan TokensLast = TimeSpan.FromHours(25);

    private readonly ZaloSimulatorOptions _settings = options.Value.Zalo;
    private readonly Lock _lock = new();
    private string? _refreshToken = options.Value.Zalo.RefreshToken;
    private string? _accessToken;
    private DateTimeOffset _endsAt;
    private int _issued;

    /// <summary>True if calls may carry this access token.</summary>
    public bool Accepts(string? token)
    {
        lock (_lock)
        {
            return _settings.RefreshToken is null
                ? _settings.AccessToken.Length > 0 && token == _settings.AccessToken
                : token is not null && token == _accessToken && time.GetUtcNow() < _endsAt;
        }
    }

    /// <summary>Handles <c>POST /v4/oa/access_token</c>. A refusal is a 200 with an error.</summary>
    public async Task<IResult> IssueAsync(HttpContext http)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        if (form["app_id"] != _settings.AppId)
            return Error(-14002, "Invalid app id");
        if (http.Request.Headers["secret_key"] != _settings.AppSecretKey)
            return Error(-14004, "Invalid secret key");
        lock (_lock)
        {
            if (form["grant_type"] != "refresh_token" || _refreshToken is null || form["refresh_token"] != _refreshToken)
                return Error(-14014, "Invalid refresh token");
            _issued++;
            (_accessToken, _refreshToken) = ($"zalo-access-{_issued}", $"zalo-refresh-{_issued}");
            _endsAt = time.GetUtcNow() + TokensLast;
            return new SimulatedResponse(StatusCodes.Status200OK, new
            {
                access_token = _accessToken,
                refresh_token = _refreshToken,
                expires_in = TokensLast.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture),
            });
        }
    }

    private static SimulatedResponse Error(int code, string name) =>
        new(StatusCodes.Status200OK, new { error = code, error_name = name, error_description = name });
}
