using System.Text.Json;
using FallbackOrchestrator.Persistence;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// What <c>***</c> stands for when a webhook is posted back as it was shown. A hidden secret is kept only while it goes where it went:
/// somebody who may register webhooks, and was not told the secret, must not send it to a server of his own. An access token is a secret
/// too, and it goes to the webhook's address: so both addresses bind the client's secret.
/// </summary>
internal static class HiddenSecrets
{
    /// <summary>Puts the known secrets in the place of <c>***</c>.</summary>
    /// <param name="given">What was posted.</param>
    /// <param name="known">The webhook as it is; a new one has no address yet.</param>
    /// <param name="field">The entry's name in problems.</param>
    /// <param name="whole">The webhook with its secrets.</param>
    /// <returns>Why a secret must be given; null if none must.</returns>
    public static Problem? Restore(WebhookObject given, WebhookRow known, string field, out WebhookObject whole)
    {
        whole = given;
        if (given.HttpAuthorization == WebhookParser.Hidden)
        {
            if (known.HttpAuthorization is null)
                return NoneIsSet($"{field}.httpAuthorization");
            if (!IsSame(given.Url, known.Url))
                return GoesElsewhere($"{field}.httpAuthorization", "url");
            whole = given with { HttpAuthorization = known.HttpAuthorization };
        }
        if (given.Oauth is not { ClientSecret: WebhookParser.Hidden } oauth)
            return null;
        if (known.Oauth is null)
            return NoneIsSet($"{field}.oauth.clientSecret");
        var before = JsonSerializer.Deserialize(known.Oauth, WebhookRowJson.Default.OauthCredentials)!;
        if (!IsSame(oauth.Url, before.Url))
            return GoesElsewhere($"{field}.oauth.clientSecret", "oauth.url");
        if (!IsSame(given.Url, known.Url))
            return GoesElsewhere($"{field}.oauth.clientSecret", "url");
        whole = whole with { Oauth = oauth with { ClientSecret = before.ClientSecret } };
        return null;
    }

    // The whole address: on a host that many share, the path says whose it is, and the query may.
    private static bool IsSame(string? one, string? other) =>
        Uri.TryCreate(one, UriKind.Absolute, out var first) && Uri.TryCreate(other, UriKind.Absolute, out var second)
        && first.AbsoluteUri == second.AbsoluteUri;

    private static Problem NoneIsSet(string field) =>
        InvalidParameter(field, $"{WebhookParser.Hidden} stands for a stored secret, but none is stored: send the secret");

    private static Problem GoesElsewhere(string field, string changed) =>
        InvalidParameter(field, $"{WebhookParser.Hidden} keeps a secret only while its address stays the same, but '{changed}' changes: send the secret again");
}
