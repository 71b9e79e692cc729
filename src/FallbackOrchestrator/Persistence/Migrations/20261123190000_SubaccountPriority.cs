using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>The priority of a subaccount's messages that name none.</summary>
public partial class SubaccountPriority : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        ALTER TABLE subaccounts ADD COLUMN priority text NOT NULL DEFAULT 'transactional' CHECK (priority IN ('transactional', 'marketing'));
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("ALTER TABLE subaccounts DROP COLUMN priority;");
}
