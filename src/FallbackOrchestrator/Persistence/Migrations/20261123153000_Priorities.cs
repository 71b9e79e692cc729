using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>Priorities, and an index by which the subaccounts that wait at a provider account take turns.</summary>
public partial class Priorities : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        ALTER TABLE messages ADD COLUMN priority text NOT NULL DEFAULT 'transactional' CHECK (priority IN ('transactional', 'marketing'));
        ALTER TABLE attempts ADD COLUMN priority text NOT NULL DEFAULT 'transactional' CHECK (priority IN ('transactional', 'marketing'));
        DROP INDEX ix_attempts_account_id_dispatch_at;
        CREATE INDEX ix_attempts_account_id_priority_subaccount_id_dispatch_at ON attempts (account_id, priority, subaccount_id, dispatch_at)
            WHERE dispatch_at IS NOT NULL;
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP INDEX ix_attempts_account_id_priority_subaccount_id_dispatch_at;
        CREATE INDEX ix_attempts_account_id_dispatch_at ON attempts (account_id, dispatch_at) WHERE dispatch_at IS NOT NULL;
        ALTER TABLE attempts DROP COLUMN priority;
        ALTER TABLE messages DROP COLUMN priority;
        """);
}
