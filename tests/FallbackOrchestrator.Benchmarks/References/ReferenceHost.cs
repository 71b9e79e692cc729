using System.Globalization;
using FallbackOrchestrator.Benchmarks.Subjects;
using FallbackOrchestrator.Sending;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace FallbackOrchestrator.Benchmarks.References;

/// <summary>
/// One reference as a process: the service's HTTP surface, its parsing and its response, and behind it what the reference is.
/// </summary>
internal static class ReferenceHost
{
    /// <summary>
    /// The time at which a message's window is to end. The service's windows are moved in its database instead; a reference keeps its own
    /// copies of that time, which could not be moved.
    /// </summary>
    public const string WindowEndsAt = "Window-Ends-At";

    public static async Task<int> RunAsync(string name)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, SendJson.Default));
        var database = new NpgsqlConnectionStringBuilder(
            builder.Configuration.GetConnectionString("Postgres")!) { MaxPoolSize = 60 }.ConnectionString;
        builder.Services.AddDbContextPool<ReferenceDb>(options => options.UseNpgsql(database));
        Add(builder, name, database);

        var app = builder.Build();
        if (name != Subject.Limit)
            await CreateTablesAsync(app.Services);
        app.MapGet("/ready", () => Results.Ok());
        app.MapPost("/api/v1/subaccounts/{subAccountId}/messages", SendAsync);
        await app.RunAsync();
        return 0;
    }

    private static void Add(WebApplicationBuilder builder, string name, string database)
    {
        switch (name)
        {
            case Subject.Limit:
                builder.Services.AddSingleton<IReference, LimitReference>();
                break;
            case Subject.Hangfire:
                HangfireReference.Add(builder.Services, database);
                builder.Services.AddScoped<IReference, HangfireReference>();
                break;
            case Subject.Wolverine:
                WolverineReference.Add(builder, database);
                builder.Services.AddScoped<IReference, WolverineReference>();
                break;
            default:
                throw new ArgumentException($"there is no reference {name}");
        }
    }

    private static async Task CreateTablesAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ReferenceDb>().Database.EnsureCreatedAsync();
    }

    private static async Task<IResult> SendAsync(
        string subAccountId, SendRequest request, HttpRequest http, IReference reference, CancellationToken cancellationToken)
    {
        if (http.Headers.Authorization != $"Bearer {ServiceSettings.Shop.Key}")
            return Results.Unauthorized();
        var now = DateTimeOffset.UtcNow;
        var ends = http.Headers.TryGetValue(WindowEndsAt, out var asked)
            ? DateTimeOffset.Parse(asked!, CultureInfo.InvariantCulture)
            : now.AddSeconds(request.Channels![0]!.FallbackAfter!.Value);
        var arrival = new Arrival(Guid.CreateVersion7(now), subAccountId, request, now, ends);
        await reference.StoreAsync(arrival, cancellationToken);
        return TypedResults.Ok(new SendResponse
        {
            Umid = arrival.Id,
            User = new SentTo { Msisdn = request.User!.Msisdn },
            Status = new SentStatus { State = "queued", Timestamp = now },
        });
    }
}
