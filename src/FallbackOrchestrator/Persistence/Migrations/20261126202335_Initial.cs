using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// The schema of 0.1.0, in the files of the folder <c>Initial</c>: one for each table, with its indexes and the function that checks its
/// rows. Written by hand, because EF Core does not know partitions, checks in functions, or the functions that make a day's partitions.
/// </summary>
public partial class Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => MigrationFiles.Run(migrationBuilder, "Initial");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP TABLE messages, contents, timeline, attempts, provider_refs, parked_receipts, sequences, api_keys, subaccounts,
            customer_accounts, directory_version, webhooks, status_updates, delivery_attempts, idempotency_keys, heartbeat, replicas, commit_marks;
        DROP FUNCTION orchestrator_now, day_bound, create_day_partitions, drop_day_partitions, message_holds, attempt_holds,
            status_update_holds;
        """);
}
