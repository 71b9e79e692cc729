using System.Reflection;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Hosting.Telemetry;
using FallbackOrchestrator.Persistence.Secrets;
using Npgsql;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// Finds secrets that must not be used outside Development: those that are published in this repository, and those that are short enough to
/// be guessed. Messages contain only names, never a value.
/// </summary>
internal static class WeakSecrets
{
    /// <summary>
    /// The secrets of this repository: of <c>appsettings.Development.json</c>, of <c>docker-compose.yml</c>, and of examples in the pages.
    /// </summary>
    public static readonly IReadOnlyList<string> OfThisRepository =
    [
        "dev-demo-key", "dev-demo-admin-key",
        "dev-meta-token", "dev-meta-app-secret", "dev-meta-verify-token",
        "dev-vonage-api-secret", "dev-vonage-signature-secret-of-32-bytes",
        "dev-twilio-auth-token",
        "dev-google-client-token", DevelopmentKey.Pem,
        "dev-line-token", "dev-line-channel-secret",
        "only-for-development",
        "ZGV2ZWxvcG1lbnQtd3JhcHBpbmcta2V5LW9mLTMyLWI=", // The wrapping key.
        "a long random string", "the next one, while you rotate",
    ];

    // Searched by the setting's name, for every provider: if the provider of an account is misspelt, its other settings are not read, but
    // its secrets must still be checked.
    private static readonly Dictionary<string, SecretAttribute> OfProviders = ProviderSettings()
        .GroupBy(property => property.Name, property => property.GetCustomAttribute<SecretAttribute>()!, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(named => named.Key, named => named.MaxBy(secret => secret.Least)!, StringComparer.OrdinalIgnoreCase);

    /// <summary>The settings of provider accounts that are marked as secrets.</summary>
    public static IEnumerable<PropertyInfo> ProviderSettings() => typeof(WeakSecrets).Assembly.GetTypes()
        .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        .Where(property => property.IsDefined(typeof(SecretAttribute)));

    /// <summary>The mistakes in the secrets, one sentence each, with the setting's name and the correction.</summary>
    public static IEnumerable<string> In(IConfiguration configuration) =>
        Secrets(configuration)
            .Where(secret => secret.Section.Value is { Length: > 0 })
            .Select(secret => WhyNot(secret.Section.Value!,
                secret.Least) is { } why ? $"{secret.Section.Path}: {why}: {Mend(secret.Section)}" : null)
            .Append(OfTheDatabase(configuration))
            .OfType<string>();

    private static IEnumerable<(IConfigurationSection Section, int Least)> Secrets(IConfiguration configuration) =>
    [
        .. configuration.GetSection("Admin:Keys").GetChildren().Select(key => (key, SecretAttribute.Usual)),
        .. from account in configuration.GetSection("Accounts").GetChildren()
           from subaccount in account.GetSection("Subaccounts").GetChildren()
           from key in subaccount.GetSection("Keys").GetChildren()
           select (key, SecretAttribute.Usual),
        (configuration.GetSection(Jobs.DashboardPassword), SecretAttribute.Usual),
        (configuration.GetSection(MetricsOptions.KeySetting), SecretAttribute.Usual),
        (configuration.GetSection(SecretsOptions.WrappingKeySetting), SecretAttribute.Usual),
        (configuration.GetSection(SecretsOptions.PreviousWrappingKeySetting), SecretAttribute.Usual),
        .. from account in configuration.GetSection("ChannelAccounts").GetChildren()
           from setting in account.GetSection("Settings").GetChildren()
           where OfProviders.ContainsKey(setting.Key)
           select (setting, OfProviders[setting.Key].Least),
    ];

    /// <summary>Why a secret must not be used outside Development; null if it may.</summary>
    public static string? WhyNot(string secret, int least) =>
        IsKnown(secret) ? "is published in this service's repository"
        : secret.Trim().Length < least ? $"is shorter than {least} characters"
        : null;

    private static string Mend(IConfigurationSection section) =>
        section.Path.StartsWith("ChannelAccounts:", StringComparison.OrdinalIgnoreCase)
        ? "copy the whole secret from the provider, or let the provider make a longer one; one of your own choice comes from: openssl rand -hex 24"
        : section.Path.StartsWith(SecretsOptions.Section, StringComparison.OrdinalIgnoreCase) ? "make one of your own: openssl rand -base64 32"
        : "make one of your own, for example with: openssl rand -hex 24";

    // Its length is not checked, because the database decides it: it may accept the service by certificate, or without a password on a
    // socket.
    private static string? OfTheDatabase(IConfiguration configuration)
    {
        try
        {
            return Database.ConnectionString(configuration) is { } text && IsKnown(new NpgsqlConnectionStringBuilder(text).Password)
                ? $"ConnectionStrings:{Database.ConnectionName}: its password is published in this service's repository: give the role another one"
                : null;
        }
        catch (ArgumentException)
        {
            return null; // It has the wrong form, which is reported where it is used.
        }
    }

    private static bool IsKnown(string? secret) => secret?.Trim() is { } trimmed
        && OfThisRepository.Any(known => known.Trim().Equals(trimmed, StringComparison.OrdinalIgnoreCase));
}
