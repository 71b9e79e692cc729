using FallbackOrchestrator.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// The rows that EF Core searches and manages. Everything that must be fast is set-based SQL in this folder, over the same tables; tables
/// that only such SQL uses are not in the model.
/// </summary>
public sealed class OrchestratorDbContext(DbContextOptions<OrchestratorDbContext> options) : DbContext(options)
{
    /// <summary>
    /// The key of the context, and of its connection pool, for managing accounts, keys and webhooks and reading them into memory: searches
    /// cannot occupy it.
    /// </summary>
    public const string Managing = "managing";

    /// <summary>The key of the connection pool for reads that may take long: searches, statistics, the count of the backlog.</summary>
    public const string Looking = "looking";

    public DbSet<MessageRow> Messages => Set<MessageRow>();
    public DbSet<AttemptRow> Attempts => Set<AttemptRow>();
    public DbSet<TimelineRow> Timeline => Set<TimelineRow>();
    public DbSet<WebhookRow> Webhooks => Set<WebhookRow>();
    public DbSet<StatusUpdateRow> StatusUpdates => Set<StatusUpdateRow>();
    public DbSet<CustomerAccountRow> CustomerAccounts => Set<CustomerAccountRow>();
    public DbSet<SubaccountRow> Subaccounts => Set<SubaccountRow>();
    public DbSet<SequenceRow> Sequences => Set<SequenceRow>();
    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();
    public DbSet<ChannelAccountRow> ChannelAccounts => Set<ChannelAccountRow>();
    public DbSet<DirectoryVersionRow> DirectoryVersions => Set<DirectoryVersionRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<MessageState>().HaveConversion<TextConverter<MessageState>>();
        configurationBuilder.Properties<Outcome>().HaveConversion<TextConverter<Outcome>>();
        configurationBuilder.Properties<Cause>().HaveConversion<TextConverter<Cause>>();
        configurationBuilder.Properties<UpdateState>().HaveConversion<TextConverter<UpdateState>>();
        configurationBuilder.Properties<WebhookResult>().HaveConversion<TextConverter<WebhookResult>>();
    }

    // The migrations' SQL defines columns, indexes and checks; this is only what queries and changes need.
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<MessageRow>(message => message.ToTable("messages").HasKey(m => m.Id));
        modelBuilder.Entity<AttemptRow>(attempt => attempt.ToTable("attempts").HasKey(a => new { a.MessageId, a.Step }));
        modelBuilder.Entity<TimelineRow>(line =>
        {
            line.ToTable("timeline");
            line.HasKey(t => new { t.MessageId, t.Seq });
            line.Property(t => t.Detail).HasColumnType("jsonb");
        });
        modelBuilder.Entity<WebhookRow>(webhook =>
        {
            webhook.ToTable("webhooks");
            webhook.Property(w => w.Id).ValueGeneratedNever();
            webhook.Property(w => w.Oauth).HasColumnType("jsonb");
        });
        modelBuilder.Entity<StatusUpdateRow>(update => update.ToTable("status_updates").Property(u => u.Id).ValueGeneratedNever());
        modelBuilder.Entity<CustomerAccountRow>(account => account.ToTable("customer_accounts").Property(a => a.Id).ValueGeneratedNever());
        modelBuilder.Entity<SubaccountRow>(subaccount =>
        {
            subaccount.ToTable("subaccounts");
            subaccount.HasOne<CustomerAccountRow>().WithMany().HasForeignKey(s => s.CustomerAccountId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<SequenceRow>(sequence =>
        {
            sequence.ToTable("sequences");
            sequence.HasKey(s => new { s.SubaccountId, s.Name });
            sequence.Property(s => s.Channels).HasColumnType("jsonb");
            sequence.HasOne<SubaccountRow>().WithMany().HasForeignKey(s => s.SubaccountId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<ApiKeyRow>(key =>
        {
            key.ToTable("api_keys");
            key.HasOne<CustomerAccountRow>().WithMany().HasForeignKey(k => k.CustomerAccountId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<ChannelAccountRow>(account =>
        {
            account.ToTable("channel_accounts");
            account.Property(a => a.Settings).HasColumnType("jsonb");
            account.Property(a => a.SecretsSetAt).HasColumnType("jsonb");
        });
        modelBuilder.Entity<DirectoryVersionRow>(version => version.ToTable("directory_version").Property(v => v.Id).ValueGeneratedNever());
    }

    private sealed class TextConverter<T>() : ValueConverter<T, string>(value => EnumText.Of(value), text => EnumText.Parse<T>(text))
        where T : struct, Enum;
}
