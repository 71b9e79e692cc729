using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// Subaccounts may spread messages over the accounts of a channel by weight. An earlier replica begins with the preferred one.
/// </summary>
[DbContext(typeof(OrchestratorDbContext))]
[Migration("20261128145000_AccountWeights")]
public class AccountWeights : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "ALTER TABLE subaccounts ADD COLUMN account_weights integer[] NOT NULL DEFAULT '{}'");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "ALTER TABLE subaccounts DROP COLUMN account_weights");
}
