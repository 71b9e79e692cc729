using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Subaccounts;

namespace FallbackOrchestrator.Hosting;

/// <summary>What the service cannot run without. Development brings its own; elsewhere everything that is missing is named at once.</summary>
internal static class RequiredSettings
{
    private static readonly (string Path, string Meaning)[] Needed =
    [
        ("PublicBaseUrl", "the address by which providers reach this service, such as https://messages.example.com"),
        ("Accounts", "the customers' accounts, subaccounts and API keys"),
        ("ChannelAccounts", "the accounts at the channels' providers"),
    ];

    /// <exception cref="InvalidSettingsException">Something is missing.</exception>
    public static void Check(WebApplicationBuilder builder)
    {
        if (builder.Environment.IsDevelopment())
            return;
        var missing = Needed
            .Where(needed => !builder.Configuration.GetSection(needed.Path).Exists())
            .Select(needed => $"{needed.Path} is missing: {needed.Meaning}")
            .ToList();
        if (Database.ConnectionString(builder.Configuration) is null && !Database.MayEmbed(builder))
            missing.Add("ConnectionStrings:Postgres is missing: how to reach PostgreSQL 15 or newer (or set EmbeddedPostgres:Enabled to true)");
        if (missing.Count > 0)
            throw new InvalidSettingsException([.. missing, "Settings come from appsettings.json, the environment (ConnectionStrings__Postgres=...) or the command line."]);
    }

    /// <summary>Reads what is otherwise read with the first request, so that mistakes stop the start.</summary>
    /// <exception cref="InvalidSettingsException">Names every mistake.</exception>
    public static void CheckSettings(this IServiceProvider services)
    {
        services.GetRequiredService<ChannelCatalog>();
        services.GetRequiredService<SubaccountDirectory>();
    }
}
