using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// The tables of statistics, and the columns that they need. An earlier replica neither reads nor writes them, so both versions can run at
/// the same time; messages that were stored before have no country, and no times of delivery.
/// </summary>
[DbContext(typeof(OrchestratorDbContext))]
[Migration("20261127210000_Statistics")]
public class Statistics : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        MigrationFiles.Run(migrationBuilder, "Statistics");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP TABLE statistics_changed_hours, statistics_runs, statistics_messages, statistics_steps, statistics_reasons, statistics_delays;
        DROP FUNCTION sequence_shape;
        ALTER TABLE messages DROP COLUMN country;
        ALTER TABLE attempts DROP COLUMN delivered_at, DROP COLUMN read_at;
        """);
}
