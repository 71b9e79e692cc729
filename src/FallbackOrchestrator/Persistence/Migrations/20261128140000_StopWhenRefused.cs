using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// Subaccounts choose whether a person who refuses messages is tried on no other channel. An earlier replica does not read it, and goes on
/// to the next step.
/// </summary>
[DbContext(typeof(OrchestratorDbContext))]
[Migration("20261128140000_StopWhenRefused")]
public class StopWhenRefused : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "ALTER TABLE subaccounts ADD COLUMN stop_when_refused boolean NOT NULL DEFAULT false");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "ALTER TABLE subaccounts DROP COLUMN stop_when_refused");
}
