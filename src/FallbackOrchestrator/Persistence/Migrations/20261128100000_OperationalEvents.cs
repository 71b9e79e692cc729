using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// Operational webhooks, and what they are told. An earlier replica neither notes events nor knows the webhooks of the new type: an event
/// that it claims is marked as failed, and can be replayed.
/// </summary>
[DbContext(typeof(OrchestratorDbContext))]
[Migration("20261128100000_OperationalEvents")]
public class OperationalEvents : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        MigrationFiles.Run(migrationBuilder, "OperationalEvents");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP TABLE operational_events;
        DELETE FROM webhooks WHERE type = 'OPS';
        ALTER TABLE webhooks
            DROP CONSTRAINT operational_is_for_the_account,
            DROP CONSTRAINT webhooks_type_check,
            ADD CONSTRAINT webhooks_type_check CHECK (type IN ('CADR', 'MSG', 'CABM'));
        """);
}
