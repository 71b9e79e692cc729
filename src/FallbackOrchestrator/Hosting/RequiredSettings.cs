using System.Globalization;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Hosting.Settings;
using FallbackOrchestrator.Hosting.Telemetry;
using FallbackOrchestrator.Subaccounts;

namespace FallbackOrchestrator.Hosting;

/// <summary>The settings that the service needs. Development has its own; otherwise everything that is missing is named at once.</summary>
internal static partial class RequiredSettings
{
    private static readonly (string Path, string Meaning)[] Needed =
    [
        (PublicAddress.Setting, "the address by which providers reach this service, such as https://messages.example.com"),
        ("Accounts", "the customers' accounts, subaccounts and API keys (or set Admin:Keys, and make them by the management API)"),
        ("ChannelAccounts", "the accounts at the channels' providers (or set Admin:Keys, and make them by the management API)"),
    ];

    /// <param name="builder">The settings.</param>
    /// <param name="willListen">False if this process will not listen, so that its addresses need not be free.</param>
    /// <exception cref="InvalidSettingsException">Names everything that is missing or wrong.</exception>
    public static void Check(WebApplicationBuilder builder, bool willListen = true)
    {
        List<string> mistakes =
        [
            .. builder.Environment.IsDevelopment() ? [] : Missing(builder),
            .. builder.Environment.IsDevelopment() ? [] : WeakSecrets.In(builder.Configuration),
            .. TrustedProxies.Mistakes(builder.Configuration),
            .. OtlpReceiver.Mistakes(builder.Configuration),
            .. SettingsCheck.Mistakes(builder.Configuration, simulates: builder.Environment.IsDevelopment()),
        ];
        Accounts(builder.Configuration, mistakes);
        mistakes.AddRange(ListeningAddresses.Mistakes(builder.Configuration, builder.Environment.ContentRootPath, willListen));
        if (UnusableDatabase.Misspelt(Database.ConnectionString(builder.Configuration)) is { } misspelt)
            mistakes.Add($"ConnectionStrings:{Database.ConnectionName}: {misspelt}");
        if (Logs.WhyNot(builder.Configuration) is { } noLog)
            mistakes.Add(noLog);
        if (builder.Configuration[PublicAddress.Setting] is { Length: > 0 } address && !PublicAddress.IsUsable(address))
            mistakes.Add($"{PublicAddress.Setting}: '{address}' is not an absolute http or https address");
        if (mistakes.Count > 0)
            throw new InvalidSettingsException(
                [.. mistakes,
                    "Settings come from appsettings.json, the environment (ConnectionStrings__Postgres=...) or the command line."]);
    }

    /// <summary>Reads the settings that the first request would read, so that mistakes stop the start.</summary>
    /// <exception cref="InvalidSettingsException">Names every mistake.</exception>
    public static void CheckSettings(this IServiceProvider services)
    {
        services.GetRequiredService<ChannelCatalog>();
        services.GetRequiredService<ConfiguredSubaccounts>();
    }

    // They are read again when the service listens and knows its own addresses.
    private static void Accounts(ConfigurationManager configuration, List<string> mistakes)
    {
        var catalog = ChannelCatalog.Read(
            configuration, ChannelCatalog.ProvidersIn(typeof(IProvider).Assembly), address => new Uri(address, UriKind.RelativeOrAbsolute),
            mistakes);
        var shortest = TimeSpan.TryParse(configuration["Sending:ShortestWindow"], CultureInfo.InvariantCulture, out var window)
            ? window : TimeSpan.Zero;
        ConfiguredSubaccounts.Read(configuration, catalog, new SequenceEntryParser(shortest), mistakes);
    }

    /// <summary>Warns of settings that work but should not be used outside Development.</summary>
    public static void WarnOfSettings(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
            return;
        if (app.Configuration[PublicAddress.Setting]?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) == true)
            LogPlainAddress(app.Logger, PublicAddress.Setting);
        foreach (var setting in new[] { "StatusWebhooks:AllowHttp", "StatusWebhooks:AllowPrivateAddresses" })
        {
            if (app.Configuration.GetValue<bool>(setting))
                LogOpenWebhooks(app.Logger, setting);
        }
    }

    [LoggerMessage(5101, LogLevel.Warning, "{Setting} begins with http: receipts and keys can be read in transit; use https")]
    private static partial void LogPlainAddress(ILogger logger, string setting);

    [LoggerMessage(5102, LogLevel.Warning, "{Setting} is true: customers' webhooks can be read in transit, or lead into the network of this service")]
    private static partial void LogOpenWebhooks(ILogger logger, string setting);

    private static List<string> Missing(WebApplicationBuilder builder)
    {
        var missing = Needed
            .Where(needed => !builder.Configuration.GetSection(needed.Path).Exists())
            // With a management API there need not be customers and channel accounts yet.
            .Where(needed => needed.Path == PublicAddress.Setting || !builder.Configuration.GetSection("Admin:Keys").Exists())
            .Select(needed => $"{needed.Path} is missing: {needed.Meaning}")
            .ToList();
        if (Database.ConnectionString(builder.Configuration) is null && !Database.MayEmbed(builder))
            missing.Add(
                "ConnectionStrings:Postgres is missing: how to reach PostgreSQL 15 or newer (or set EmbeddedPostgres:Enabled to true)");
        return missing;
    }
}
