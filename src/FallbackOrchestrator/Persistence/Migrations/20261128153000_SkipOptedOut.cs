using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// Subaccounts choose whether a person who opted out of a channel is called there. An earlier replica does not read it, and calls.
/// </summary>
[DbContext(typeof(OrchestratorDbContext))]
[Migration("20261128153000_SkipOptedOut")]
public class SkipOptedOut : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "ALTER TABLE subaccounts ADD COLUMN skip_opted_out boolean NOT NULL DEFAULT false");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "ALTER TABLE subaccounts DROP COLUMN skip_opted_out");
}
