namespace FallbackOrchestrator.Hosting;

/// <summary>Says where to go, once the service listens.</summary>
internal static class Welcome
{
    public static void Print(WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
            return;
        var address = app.Urls.FirstOrDefault()?.TrimEnd('/');
        Console.WriteLine(
            $"""

            Fallback Orchestrator is ready at {address}
              Swagger UI  {address}/swagger        (key: dev-demo-key, subaccount: demo; admin: dev-demo-admin-key)
              Hangfire    {address}/hangfire
              Health      {address}/healthz/ready

            """);
    }
}
