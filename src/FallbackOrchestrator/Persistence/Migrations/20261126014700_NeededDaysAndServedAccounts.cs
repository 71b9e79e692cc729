using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// A day is kept while a success of it is provisional: what takes it back needs the content for the next step. And replicas say which channel
/// accounts they have, so that an account that nobody has is known.
/// </summary>
public partial class NeededDaysAndServedAccounts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(DropDayPartitions);
        migrationBuilder.Sql("ALTER TABLE replicas ADD COLUMN accounts text[];");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("ALTER TABLE replicas DROP COLUMN accounts;");
        migrationBuilder.Sql(DropDayPartitionsBefore);
    }

    private const string DropDayPartitions =
        """
        CREATE OR REPLACE FUNCTION drop_day_partitions(parent text, before date) RETURNS int LANGUAGE plpgsql AS $$
        DECLARE
            partition text;
            messages_of_day text;
            needed boolean;
            droppable text[] := '{}';
        BEGIN
            -- All are looked at before the first is dropped: that locks the whole table until the transaction ends.
            FOR partition IN
                SELECT child.relname FROM pg_inherits
                JOIN pg_class child ON child.oid = inhrelid
                WHERE inhparent = parent::regclass AND right(child.relname, 8) < to_char(before, 'YYYYMMDD')
            LOOP
                -- A message that may still start a step needs its content, and its record: it is pending, or a failure may take its success back.
                messages_of_day := 'messages_' || right(partition, 8);
                IF to_regclass(format('%I', messages_of_day)) IS NOT NULL THEN
                    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE due_at IS NOT NULL)', messages_of_day) INTO needed;
                    CONTINUE WHEN needed;
                    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE provisional_until > orchestrator_now())', messages_of_day) INTO needed;
                    CONTINUE WHEN needed;
                END IF;
                droppable := droppable || partition;
            END LOOP;
            FOREACH partition IN ARRAY droppable LOOP
                EXECUTE format('DROP TABLE %I', partition);
            END LOOP;
            RETURN cardinality(droppable);
        END
        $$;
        """;

    private const string DropDayPartitionsBefore =
        """
        CREATE OR REPLACE FUNCTION drop_day_partitions(parent text, before date) RETURNS int LANGUAGE plpgsql AS $$
        DECLARE
            partition text;
            pending boolean;
            dropped int := 0;
        BEGIN
            FOR partition IN
                SELECT child.relname FROM pg_inherits
                JOIN pg_class child ON child.oid = inhrelid
                WHERE inhparent = parent::regclass AND right(child.relname, 8) < to_char(before, 'YYYYMMDD')
            LOOP
                -- A message that is still pending needs its content, and its record.
                IF to_regclass(format('%I', 'messages_' || right(partition, 8))) IS NOT NULL THEN
                    EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE due_at IS NOT NULL)', 'messages_' || right(partition, 8)) INTO pending;
                    CONTINUE WHEN pending;
                END IF;
                EXECUTE format('DROP TABLE %I', partition);
                dropped := dropped + 1;
            END LOOP;
            RETURN dropped;
        END
        $$;
        """;
}
