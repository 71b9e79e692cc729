using System.Text.Json;
using FallbackOrchestrator.Persistence;
using static FallbackOrchestrator.Problems;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// Replaces <c>***</c> when a webhook is posted back as it was shown. A hidden secret is kept only if its destination stays the same.
/// Otherwise a person who may register webhooks, but does not know the secret, could send it to his own server. The access token is also a
/// secret, and it goes to the webhook's address; so the client's secret depends on both addresses.
/// </summary>
internal static class HiddenSecrets
{
    /// <summary>Replaces <c>***</c> by the known secrets.</summary>
    /// <param name="given">The posted webhook.</param>
    /// <param name="known">The present webhook; a new one has no address yet.</param>
    /// <param name="field">The entry's name in problems.</param>
    /// <param name="whole">The webhook including its secrets.</param>
    /// <returns>The problem if a secret must be sent again; else null.</returns>
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

    // Compares the whole address: on a shared host the path tells whose endpoint it is, and the query may too.
    private static bool IsSame(string? one, string? other) =>
        Uri.TryCreate(one, UriKind.Absolute, out var first) && Uri.TryCreate(other, UriKind.Absolute, out var second)
        && first.AbsoluteUri == second.AbsoluteUri;

    private static Problem NoneIsSet(string field) =>
        InvalidParameter(field, $"{WebhookParser.Hidden} stands for a stored secret, but none is stored: send the secret");

    private static Problem GoesElsewhere(string field, string changed) =>
        InvalidParameter(field, $"{WebhookParser.Hidden} keeps a secret only while its address stays the same, but '{changed}' changes: send the secret again");
}
