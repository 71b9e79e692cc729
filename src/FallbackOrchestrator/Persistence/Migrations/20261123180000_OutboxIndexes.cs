using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// Fewer indexes of the outbox: ids are in the order of time, so they serve where the time of creation did, and what changes with every delivery
/// is in one index only.
/// </summary>
public partial class OutboxIndexes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP INDEX ix_status_updates_account_id_state_created_at;
        DROP INDEX ix_status_updates_created_at;
        CREATE INDEX ix_status_updates_account_id_id ON status_updates (account_id, id);
        CREATE INDEX ix_status_updates_failed ON status_updates (account_id, id) WHERE state = 'failed';
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP INDEX ix_status_updates_account_id_id;
        DROP INDEX ix_status_updates_failed;
        CREATE INDEX ix_status_updates_account_id_state_created_at ON status_updates (account_id, state, created_at);
        CREATE INDEX ix_status_updates_created_at ON status_updates (created_at);
        """);
}
