using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// The keys that encrypt stored secrets and cookies. An earlier replica does not know the table, so both versions can run.
/// </summary>
[DbContext(typeof(OrchestratorDbContext))]
[Migration("20261127233000_DataProtectionKeys")]
public class DataProtectionKeys : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        MigrationFiles.Run(migrationBuilder, "DataProtectionKeys");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE data_protection_keys");
}
