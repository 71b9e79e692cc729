using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// An attempt whose provider is asked for its status has the time until which the step waits for the response. An earlier replica neither
/// reads nor writes the column: it asks nobody.
/// </summary>
[DbContext(typeof(OrchestratorDbContext))]
[Migration("20261128143000_QueriedUntil")]
public class QueriedUntil : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "ALTER TABLE attempts ADD COLUMN queried_until timestamptz");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "ALTER TABLE attempts DROP COLUMN queried_until");
}
