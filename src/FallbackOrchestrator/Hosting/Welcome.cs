using FallbackOrchestrator.EmbeddedPostgres;
namespace FallbackOrchestrator.Hosting;

/// <summary>Tells where to go, once the service listens.</summary>
internal static class Welcome
{
    public static void Print(RunningService service)
    {
        var listening = service.App.Urls.Select(ListeningAddresses.Openable).FirstOrDefault()?.TrimEnd('/');
        if (listening is not null)
            service.Postgres?.Announce(listening);
        if (!service.App.Environment.IsDevelopment())
            return;
        Console.WriteLine(
            $"""

            Fallback Orchestrator is ready at {listening}
              Swagger UI  {listening}/swagger        (key: dev-demo-key, subaccount: demo; admin: dev-demo-admin-key)
              Hangfire    {listening}/hangfire
              Health      {listening}/healthz/ready
            {Data(service.Postgres)}
            """);
    }

    private static string Data(EmbeddedPostgresServer? postgres) => postgres switch
    {
        null => "",
        { HasJoined: true } =>
            $"""
              Data        {postgres.DataFolder}
                          It joined the service that runs on {postgres.JoinedAddress ?? "these data already"}: each of them sends what either accepts. For data of
                          its own, set EmbeddedPostgres:DataFolder to another folder.

            """,
        _ =>
            $"""
              Data        {postgres.DataFolder}
                          To begin anew, stop the service and delete that folder.

            """,
    };
}
