using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// A message and its status updates keep their position in a trace. An earlier replica neither reads nor writes the columns, so both
/// versions can run at the same time.
/// </summary>
[DbContext(typeof(OrchestratorDbContext))]
[Migration("20261127170000_TraceParent")]
public class TraceParent : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "ALTER TABLE messages ADD COLUMN trace_parent text; ALTER TABLE status_updates ADD COLUMN trace_parent text");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "ALTER TABLE messages DROP COLUMN trace_parent; ALTER TABLE status_updates DROP COLUMN trace_parent");
}
