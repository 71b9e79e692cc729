using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// An attempt has the place of its account in its step. An earlier replica does not read it: an attempt that was moved to another account
/// is called by it at the first one.
/// </summary>
[DbContext(typeof(OrchestratorDbContext))]
[Migration("20261128130000_AccountFailover")]
public class AccountFailover : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        ALTER TABLE attempts ADD COLUMN account_place integer NOT NULL DEFAULT 0;
        ALTER TABLE subaccounts ADD COLUMN account_failover boolean NOT NULL DEFAULT false
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        ALTER TABLE attempts DROP COLUMN account_place;
        ALTER TABLE subaccounts DROP COLUMN account_failover
        """);
}
