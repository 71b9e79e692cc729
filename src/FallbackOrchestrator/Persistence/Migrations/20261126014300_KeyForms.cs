using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>Idempotency keys say which form they have: those that are there, and those that an older replica stores meanwhile, have the first.</summary>
public partial class KeyForms : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("ALTER TABLE idempotency_keys ADD COLUMN form smallint NOT NULL DEFAULT 1;");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("ALTER TABLE idempotency_keys DROP COLUMN form;");
}
