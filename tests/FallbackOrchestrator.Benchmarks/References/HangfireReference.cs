using Hangfire;
using Hangfire.PostgreSql;

namespace FallbackOrchestrator.Benchmarks.References;

/// <summary>The plain way: a row for the message, a row for the attempt, and one delayed Hangfire job for its window.</summary>
internal sealed class HangfireReference(ReferenceDb db, IBackgroundJobClient jobs) : IReference
{
    public async Task StoreAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        db.Add(arrival);
        await db.SaveChangesAsync(cancellationToken);
        jobs.Schedule<WindowJob>(job => job.EndAsync(arrival.Id, 1, CancellationToken.None), arrival.Ends);
    }

    /// <summary>Hangfire with the best settings that were found for one job a window.</summary>
    public static void Add(IServiceCollection services, string connectionString)
    {
        // Its client is synchronous: with the usual minimum, requests starve it and each other.
        ThreadPool.SetMinThreads(256, 256);
        services.AddHangfire(hangfire => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UsePostgreSqlStorage(
                storage => storage.UseNpgsqlConnection(connectionString),
                new PostgreSqlStorageOptions { QueuePollInterval = TimeSpan.FromMilliseconds(200), UseSlidingInvisibilityTimeout = true }));
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = 20;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
            server.MaxDegreeOfParallelismForSchedulers = 8;
        });
    }
}

/// <summary>The job of one window.</summary>
internal sealed class WindowJob(ReferenceDb db)
{
    public Task EndAsync(Guid message, int step, CancellationToken cancellationToken) =>
        db.TakeUpNextAsync(message, step, cancellationToken);
}
