using System.Globalization;
using FallbackOrchestrator.EmbeddedPostgres;
using FallbackOrchestrator.Hosting.OpenApi;
using FallbackOrchestrator.WebConsole;
using Npgsql;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// Names the addresses and the place of the data once the service listens: in the log, and in Development on the console.
/// </summary>
internal static partial class Welcome
{
    public static void Print(RunningService service)
    {
        var app = service.App;
        var address = app.Urls.Select(ListeningAddresses.Openable).FirstOrDefault()?.TrimEnd('/') ?? "";
        if (address.Length > 0)
            service.Postgres?.Announce(address);
        LogReady(app.Logger, address, Data(app.Configuration, service.Postgres));
        if (service.Postgres is { HasJoined: true } joined)
            LogJoined(app.Logger, joined.DataFolder, joined.JoinedAddress ?? "an address that it does not say");
        if (app.Environment.IsDevelopment())
            Console.WriteLine(Text(app, service.Postgres, address));
    }

    private static string Text(WebApplication app, EmbeddedPostgresServer? postgres, string address)
    {
        var demo = Demo.Of(app.Configuration, app.Environment);
        List<(string Label, string Text)> lines =
        [
            ("Start here", WebConsoleSetup.IsEnabled(app.Configuration) ? $"{address}{WebConsoleSetup.Path}" : address),
            ("Swagger UI", $"{address}{OpenApiSetup.Path}{Keys(demo)}"),
        ];
        if (demo is not null)
            lines.Add(("Account", $"{demo.AccountId}, subaccount {demo.SubaccountId}"));
        if (Jobs.HasDashboard(app))
            lines.Add(("Hangfire", $"{address}{Jobs.DashboardPath}"));
        lines.Add(("Health", $"{address}{Health.ReadyPath}"));
        lines.Add(("Data", Data(app.Configuration, postgres)));
        lines.AddRange(Sharing(postgres).Select(line => ("", line)));
        if (demo is not null)
            lines.Add(("Try it", demo.SendCommand(address)));
        return string.Join(
            Environment.NewLine,
            [
                "",
                $"Fallback Orchestrator {ServiceVersion.Text} is ready at {address}",
                .. lines.Select(line => $"  {line.Label,-12}{line.Text}".TrimEnd()),
                "",
            ]);
    }

    private static string Keys(Demo? demo) =>
        demo is null ? "" : $"  (key: {demo.Key}{(demo.AdminKey is { } admin ? $", admin: {admin}" : "")})";

    private static string[] Sharing(EmbeddedPostgresServer? postgres) => postgres switch
    {
        null => [],
        { HasJoined: true } =>
        [
            $"It joined the service that runs on {postgres.JoinedAddress ?? "this data already"}: each of them sends what either accepts.",
            "For data of its own, set EmbeddedPostgres:DataFolder to another folder.",
        ],
        _ => ["To begin anew, stop the service and delete that folder."],
    };

    /// <summary>The folder, or the server and the database; never a name of a user or a password.</summary>
    private static string Data(IConfiguration configuration, EmbeddedPostgresServer? postgres)
    {
        if (postgres is not null)
            return postgres.DataFolder;
        var connection = new NpgsqlConnectionStringBuilder(Database.ConnectionString(configuration));
        var database = connection.Database is { Length: > 0 } named ? $", database {named}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"PostgreSQL on {connection.Host}:{connection.Port}{database}");
    }

    [LoggerMessage(5303, LogLevel.Information, "The service is ready at {Address}; its data is in {Data}")]
    private static partial void LogReady(ILogger logger, string address, string data);

    [LoggerMessage(5304, LogLevel.Information,
        "The data in {Folder} is used by another service too, on {Address}: this one joined it, and each of them sends what either accepts")]
    private static partial void LogJoined(ILogger logger, string folder, string address);
}
