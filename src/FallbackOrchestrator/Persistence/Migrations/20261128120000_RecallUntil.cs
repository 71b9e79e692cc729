using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// An attempt that is recalled has the time until which the next step waits for the result. An earlier replica neither reads nor writes the
/// column: it starts the next step at once.
/// </summary>
[DbContext(typeof(OrchestratorDbContext))]
[Migration("20261128120000_RecallUntil")]
public class RecallUntil : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "ALTER TABLE attempts ADD COLUMN recall_until timestamptz");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "ALTER TABLE attempts DROP COLUMN recall_until");
}
