using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>Idempotency keys say which form they have: those that are there, and those that an older replica stores meanwhile, have the first.</summary>
public partial class KeyForms : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(
            """
            ALTER TABLE idempotency_keys ADD COLUMN form smallint NOT NULL DEFAULT 1;
            CREATE INDEX ix_idempotency_keys_earlier_forms ON idempotency_keys (subaccount_id, key) WHERE form < 2; -- Empty a day later.
            """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("ALTER TABLE idempotency_keys DROP COLUMN form;");
}
