using FallbackOrchestrator.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace FallbackOrchestrator.Persistence;

/// <summary>
/// The model of the rows. Ordinary reads go through it; what must be fast is set-based SQL in this folder, over the same tables.
/// </summary>
public sealed class OrchestratorDbContext(DbContextOptions<OrchestratorDbContext> options) : DbContext(options)
{
    /// <summary>The key of the context, and of the pool, by which accounts, keys and webhooks are managed and read into memory: those who look cannot hold it.</summary>
    public const string Managing = "managing";

    public DbSet<MessageRow> Messages => Set<MessageRow>();
    public DbSet<ContentRow> Contents => Set<ContentRow>();
    public DbSet<AttemptRow> Attempts => Set<AttemptRow>();
    public DbSet<TimelineRow> Timeline => Set<TimelineRow>();
    public DbSet<ProviderRefRow> ProviderRefs => Set<ProviderRefRow>();
    public DbSet<ParkedReceiptRow> ParkedReceipts => Set<ParkedReceiptRow>();
    public DbSet<WebhookRow> Webhooks => Set<WebhookRow>();
    public DbSet<StatusUpdateRow> StatusUpdates => Set<StatusUpdateRow>();
    public DbSet<DeliveryAttemptRow> WebhookAttempts => Set<DeliveryAttemptRow>();
    public DbSet<AccountRow> Accounts => Set<AccountRow>();
    public DbSet<SubaccountRow> Subaccounts => Set<SubaccountRow>();
    public DbSet<SequenceRow> Sequences => Set<SequenceRow>();
    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();
    public DbSet<DirectoryVersionRow> DirectoryVersions => Set<DirectoryVersionRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<MessageState>().HaveConversion<TextConverter<MessageState>>();
        configurationBuilder.Properties<Outcome>().HaveConversion<TextConverter<Outcome>>();
        configurationBuilder.Properties<HandoverState>().HaveConversion<TextConverter<HandoverState>>();
        configurationBuilder.Properties<ResendState>().HaveConversion<TextConverter<ResendState>>();
        configurationBuilder.Properties<LeaveReason>().HaveConversion<TextConverter<LeaveReason>>();
        configurationBuilder.Properties<AttemptStatus>().HaveConversion<TextConverter<AttemptStatus>>();
        configurationBuilder.Properties<Cause>().HaveConversion<TextConverter<Cause>>();
        configurationBuilder.Properties<Priority>().HaveConversion<TextConverter<Priority>>();
        configurationBuilder.Properties<UpdateState>().HaveConversion<TextConverter<UpdateState>>();
        configurationBuilder.Properties<WebhookResult>().HaveConversion<TextConverter<WebhookResult>>();
        configurationBuilder.Properties<StopReason>().HaveConversion<TextConverter<StopReason>>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<MessageRow>(message =>
        {
            message.ToTable("messages");
            message.HasKey(m => m.Id);
            message.Property(m => m.Steps).HasColumnType("jsonb");
            message.HasIndex(m => m.DueAt).HasFilter("due_at IS NOT NULL");
            message.HasIndex(m => new { m.SubaccountId, m.ClientMessageId }).HasFilter("client_message_id IS NOT NULL");
            message.HasIndex(m => new { m.SubaccountId, m.Msisdn }).HasFilter("msisdn IS NOT NULL");
            message.HasIndex(m => m.BatchId).HasFilter("batch_id IS NOT NULL");
        });
        modelBuilder.Entity<ContentRow>(content =>
        {
            content.ToTable("contents");
            content.HasKey(c => c.MessageId);
            content.Property(c => c.Content).HasColumnType("jsonb");
        });
        modelBuilder.Entity<AttemptRow>(attempt =>
        {
            attempt.ToTable("attempts");
            attempt.HasKey(a => new { a.MessageId, a.Step });
            attempt.Property(a => a.Failure).HasColumnType("jsonb");
            attempt.Property(a => a.Obstacle).HasColumnType("jsonb");
            attempt.HasIndex(a => new { a.AccountId, a.Priority, a.SubaccountId, a.DispatchAt }).HasFilter("dispatch_at IS NOT NULL");
        });
        modelBuilder.Entity<TimelineRow>(line =>
        {
            line.ToTable("timeline");
            line.HasKey(t => new { t.MessageId, t.Seq });
            line.Property(t => t.Detail).HasColumnType("jsonb");
        });
        modelBuilder.Entity<ProviderRefRow>(reference =>
        {
            reference.ToTable("provider_refs");
            reference.HasKey(r => new { r.AccountId, r.ProviderId });
            reference.HasIndex(r => r.CreatedAt);
        });
        modelBuilder.Entity<ParkedReceiptRow>(parked =>
        {
            parked.ToTable("parked_receipts");
            parked.HasKey(p => p.Id);
            parked.Property(p => p.Error).HasColumnType("jsonb");
            parked.HasIndex(p => new { p.AccountId, p.ProviderId });
            parked.HasIndex(p => p.ReceivedAt);
        });
        modelBuilder.Entity<IdempotencyKeyRow>(key =>
        {
            key.ToTable("idempotency_keys");
            key.HasKey(k => new { k.SubaccountId, k.Key });
            key.HasIndex(k => k.ClaimedAt);
        });
        modelBuilder.Entity<WebhookRow>(webhook =>
        {
            webhook.ToTable("webhooks");
            webhook.Property(w => w.Id).ValueGeneratedNever();
            webhook.Property(w => w.Oauth).HasColumnType("jsonb");
            webhook.HasIndex(w => new { w.AccountId, w.SubaccountId, w.Type }).IsUnique();
        });
        modelBuilder.Entity<StatusUpdateRow>(update =>
        {
            update.ToTable("status_updates");
            update.Property(u => u.Id).ValueGeneratedNever();
            update.HasIndex(u => new { u.MessageId, u.Lane, u.Seq }).IsUnique();
            update.HasIndex(u => new { u.Lane, u.DueAt }).HasFilter("due_at IS NOT NULL");
            update.HasIndex(u => new { u.AccountId, u.Id });
            update.HasIndex(u => new { u.AccountId, u.Id }, "ix_status_updates_failed").HasDatabaseName("ix_status_updates_failed").HasFilter("state = 'failed'");
        });
        modelBuilder.Entity<DeliveryAttemptRow>(attempt =>
        {
            attempt.ToTable("webhook_attempts");
            attempt.HasIndex(a => a.UpdateId);
            attempt.HasIndex(a => a.At);
        });
        modelBuilder.Entity<AccountRow>(account => account.ToTable("accounts").Property(a => a.Id).ValueGeneratedNever());
        modelBuilder.Entity<SubaccountRow>(subaccount =>
        {
            subaccount.ToTable("subaccounts");
            subaccount.HasOne<AccountRow>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<SequenceRow>(sequence =>
        {
            sequence.ToTable("sequences");
            sequence.HasKey(s => new { s.SubaccountId, s.Name });
            sequence.Property(s => s.Channels).HasColumnType("jsonb");
            sequence.HasIndex(s => s.SubaccountId).IsUnique().HasFilter("is_default");
            sequence.HasOne<SubaccountRow>().WithMany().HasForeignKey(s => s.SubaccountId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<ApiKeyRow>(key =>
        {
            key.ToTable("api_keys");
            key.HasIndex(k => k.Hash).IsUnique();
            key.HasOne<AccountRow>().WithMany().HasForeignKey(k => k.AccountId).OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<DirectoryVersionRow>(version => version.ToTable("directory_version").Property(v => v.Id).ValueGeneratedNever());
        modelBuilder.Entity<CommitMarkRow>(mark =>
        {
            mark.ToTable("commit_marks");
            mark.Property(m => m.Id).ValueGeneratedNever();
            mark.Property(m => m.MadeAt).HasDefaultValueSql("clock_timestamp()");
        });
        modelBuilder.Entity<HeartbeatRow>(heartbeat => heartbeat.ToTable("heartbeat").HasKey(h => h.Id));
        modelBuilder.Entity<HeartbeatRow>().Property(h => h.Id).ValueGeneratedNever();
        modelBuilder.Entity<ReplicaRow>(replica => replica.ToTable("replicas").HasKey(r => r.Id));
        modelBuilder.Entity<ReplicaRow>().Property(r => r.Id).ValueGeneratedNever();
    }

    private sealed class TextConverter<T>() : ValueConverter<T, string>(value => EnumText.Of(value), text => EnumText.Parse<T>(text))
        where T : struct, Enum;
}
