using System.Text.Json;
using FallbackOrchestrator.Sending;
using Microsoft.EntityFrameworkCore;

namespace FallbackOrchestrator.Benchmarks.References;

/// <summary>A message as a team would store it at first: one row.</summary>
internal sealed class ReferenceMessage
{
    public Guid Id { get; init; }
    public string Subaccount { get; init; } = "";
    public string Msisdn { get; init; } = "";

    /// <summary>What it says, as JSON.</summary>
    public string Content { get; init; } = "";

    /// <summary>The steps, as JSON.</summary>
    public string Steps { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }
    public string State { get; set; } = "inProgress";
}

/// <summary>One row for each attempt.</summary>
internal sealed class ReferenceAttempt
{
    public Guid MessageId { get; init; }
    public int Step { get; init; }
    public string Channel { get; init; } = "";
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When its window ends; null on the last step.</summary>
    public DateTimeOffset? DueAt { get; init; }

    public string State { get; set; } = "open";
}

/// <summary>The rows of a reference, by EF Core.</summary>
internal sealed class ReferenceDb(DbContextOptions<ReferenceDb> options) : DbContext(options)
{
    public DbSet<ReferenceMessage> Messages => Set<ReferenceMessage>();

    public DbSet<ReferenceAttempt> Attempts => Set<ReferenceAttempt>();

    /// <summary>Adds the rows of a message and of its first attempt, to be saved.</summary>
    public void Add(Arrival arrival)
    {
        Messages.Add(new ReferenceMessage
        {
            Id = arrival.Id,
            Subaccount = arrival.Subaccount,
            Msisdn = arrival.Asked.User!.Msisdn!,
            Content = JsonSerializer.Serialize(arrival.Asked.Content!, SendJson.Default.RequestedContent),
            Steps = JsonSerializer.Serialize(arrival.Asked.Channels!, SendJson.Default.IReadOnlyListRequestedStep),
            CreatedAt = arrival.Now,
        });
        Attempts.Add(new ReferenceAttempt
        {
            MessageId = arrival.Id, Step = 1, Channel = arrival.Asked.Channels![0]!.Channel!, StartedAt = arrival.Now, DueAt = arrival.Ends,
        });
    }

    /// <summary>The end of a window: the step is left, and the next one is taken up. Nothing, if the step is not open any more.</summary>
    public async Task TakeUpNextAsync(Guid message, int step, CancellationToken cancellationToken)
    {
        var attempt = await Attempts.SingleAsync(one => one.MessageId == message && one.Step == step, cancellationToken);
        if (attempt.State != "open")
            return;
        attempt.State = "timedOut";
        Attempts.Add(new ReferenceAttempt { MessageId = message, Step = step + 1, Channel = "SMS", StartedAt = DateTimeOffset.UtcNow });
        await SaveChangesAsync(cancellationToken);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ReferenceMessage>().Property(message => message.Content).HasColumnType("jsonb");
        modelBuilder.Entity<ReferenceMessage>().Property(message => message.Steps).HasColumnType("jsonb");
        modelBuilder.Entity<ReferenceAttempt>().HasKey(attempt => new { attempt.MessageId, attempt.Step });
    }
}
