using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// A parked receipt keeps what the provider said beside the status: the price's category and the person's id. A replica of 0.1.0 neither
/// reads nor writes the column, so both versions can run at the same time.
/// </summary>
[DbContext(typeof(OrchestratorDbContext))]
[Migration("20261127080000_ReceiptDetails")]
public class ReceiptDetails : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("ALTER TABLE parked_receipts ADD COLUMN details jsonb");

    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("ALTER TABLE parked_receipts DROP COLUMN details");
}
