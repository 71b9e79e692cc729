using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>Rows by which it is known that a transaction has committed, where it inserts nothing else.</summary>
public partial class CommitMarks : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "CREATE TABLE commit_marks (id uuid CONSTRAINT pk_commit_marks PRIMARY KEY, made_at timestamptz NOT NULL DEFAULT clock_timestamp());");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE commit_marks;");
}
