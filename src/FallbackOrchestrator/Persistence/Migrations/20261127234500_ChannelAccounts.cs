using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// The channel accounts of the management API. An earlier replica does not know the table, so both versions can run; it leaves messages of
/// these accounts to the others.
/// </summary>
[DbContext(typeof(OrchestratorDbContext))]
[Migration("20261127234500_ChannelAccounts")]
public class ChannelAccounts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        MigrationFiles.Run(migrationBuilder, "ChannelAccounts");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE channel_accounts");
}
