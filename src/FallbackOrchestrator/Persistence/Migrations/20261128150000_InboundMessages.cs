using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// Inbound messages. An earlier replica stores no inbound messages, and calls no webhook of the type
/// <c>MSG</c>: an update that it claims is marked as failed, and can be replayed.
/// </summary>
[DbContext(typeof(OrchestratorDbContext))]
[Migration("20261128150000_InboundMessages")]
public class InboundMessages : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        MigrationFiles.Run(migrationBuilder, "InboundMessages");

    // Updates of inbound messages keep their format: a check looks at a row only when it is written.
    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP TABLE inbound_messages;
        ALTER TABLE subaccounts DROP COLUMN replies_count_as_read;
        """);
}
