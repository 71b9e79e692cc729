using System.Text.Json;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Persistence.Secrets;

namespace FallbackOrchestrator.StatusWebhooks;

/// <summary>
/// Encrypts the secrets of webhooks for the database, if the service has a wrapping key: the signing secrets, the header and the client
/// secret. Rows of earlier versions, in clear text, are read as they are.
/// </summary>
internal sealed class WebhookSecrets(StoredSecrets secrets)
{
    // It is a part of every encrypted text, and never changes.
    private const string Kind = "webhooks";

    /// <summary>True if secrets are encrypted.</summary>
    public bool Encrypts => secrets.WhyNot is null;

    /// <summary>A row with its secrets in clear text.</summary>
    /// <exception cref="UnreadableSecretException">One of them cannot be decrypted.</exception>
    public WebhookRow Decrypted(WebhookRow row) => new()
    {
        Id = row.Id,
        CustomerAccountId = row.CustomerAccountId,
        SubaccountId = row.SubaccountId,
        Type = row.Type,
        Url = row.Url,
        Enabled = row.Enabled,
        Format = row.Format,
        HttpAuthorization = row.HttpAuthorization is { } header ? Read(row, header) : null,
        Oauth = row.Oauth is { } oauth ? Changed(oauth, secret => Read(row, secret)) : null,
        Secret = Read(row, row.Secret),
        PreviousSecret = row.PreviousSecret is { } previous ? Read(row, previous) : null,
        PreviousUntil = row.PreviousUntil,
        FailingSince = row.FailingSince,
        StoppedAt = row.StoppedAt,
        StoppedBecause = row.StoppedBecause,
        CreatedAt = row.CreatedAt,
    };

    /// <summary>A row with its secrets in clear text; one whose secrets cannot be decrypted has none.</summary>
    public WebhookRow DecryptedOrWithout(WebhookRow row)
    {
        try
        {
            return Decrypted(row);
        }
        catch (UnreadableSecretException)
        {
            return new WebhookRow { Id = row.Id, Url = row.Url };
        }
    }

    /// <summary>Encrypts what is in clear text in a row, if the service has a wrapping key.</summary>
    public void Encrypt(WebhookRow row)
    {
        if (!Encrypts)
            return;
        row.Secret = Protected(row, row.Secret);
        row.PreviousSecret = row.PreviousSecret is { } previous ? Protected(row, previous) : null;
        row.HttpAuthorization = row.HttpAuthorization is { } header ? Protected(row, header) : null;
        if (row.Oauth is { } oauth && !StoredSecrets.IsProtected(Credentials(oauth).ClientSecret))
            row.Oauth = Changed(oauth, secret => Protected(row, secret));
    }

    private string Read(WebhookRow row, string stored) => secrets.Read(Kind, row.Id.ToString(), stored);

    private string Protected(WebhookRow row, string secret) =>
        StoredSecrets.IsProtected(secret) ? secret : secrets.Protect(Kind, row.Id.ToString(), secret);

    private static string Changed(string oauth, Func<string, string> change)
    {
        var credentials = Credentials(oauth);
        return credentials.ClientSecret is { } secret
            ? JsonSerializer.Serialize(credentials with { ClientSecret = change(secret) }, WebhookRowJson.Default.OauthCredentials)
            : oauth;
    }

    private static OauthCredentials Credentials(string oauth) =>
        JsonSerializer.Deserialize(oauth, WebhookRowJson.Default.OauthCredentials)!;
}
