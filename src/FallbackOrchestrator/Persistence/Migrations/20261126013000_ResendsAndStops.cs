using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// Which ids of a resend were delivered, so that an attempt that was delivered twice is known; a resend that was given up; and messages that
/// ended unconfirmed are stopped, like those that were cancelled or have expired.
/// </summary>
public partial class ResendsAndStops : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        // First, because the other statements lock whole tables until the migration ends.
        migrationBuilder.Sql("UPDATE messages SET stopped_as = 'unconfirmed' WHERE outcome = 'unconfirmed' AND stopped_as IS NULL;");
        migrationBuilder.Sql(AttemptHolds);
        migrationBuilder.Sql("ALTER TABLE attempts ADD COLUMN delivered_ids text[];");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("UPDATE attempts SET resend = 'none' WHERE resend = 'givenUp';");
        migrationBuilder.Sql("ALTER TABLE attempts DROP COLUMN delivered_ids;");
        migrationBuilder.Sql(AttemptHeldBefore);
    }

    private const string AttemptHolds =
        """
        CREATE OR REPLACE FUNCTION attempt_holds(
            step integer, handover text, dispatch_at timestamptz, lease_until timestamptz, resend text, resend_epoch integer, left_by text,
            heard text, priority text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
        DECLARE
            broken text := CASE
                WHEN step NOT BETWEEN 1 AND 10 THEN 'attempts_step_check'
                WHEN handover NOT IN ('queued', 'calling', 'handedOver', 'refused', 'notSent', 'withdrawn') THEN 'attempts_handover_check'
                WHEN resend NOT IN ('none', 'pending', 'called', 'givenUp') THEN 'attempts_resend_check'
                WHEN left_by NOT IN ('nothing', 'deadline', 'notSent', 'skip', 'failure') THEN 'attempts_left_by_check'
                WHEN heard NOT IN ('none', 'accepted', 'sent', 'delivered', 'read') THEN 'attempts_heard_check'
                WHEN priority NOT IN ('transactional', 'marketing') THEN 'attempts_priority_check'
                WHEN (handover = 'queued') <> (dispatch_at IS NOT NULL) THEN 'queued_has_dispatch_time'
                WHEN (handover = 'calling') <> (lease_until IS NOT NULL) THEN 'calling_has_lease'
                WHEN (resend = 'called') <> (resend_epoch IS NOT NULL) THEN 'called_resend_has_epoch'
            END;
        BEGIN
            IF broken IS NOT NULL THEN
                RAISE check_violation USING MESSAGE = concat('a row of attempts breaks ', broken), TABLE = 'attempts', CONSTRAINT = broken;
            END IF;
            RETURN true;
        END
        $$;
        """;

    private const string AttemptHeldBefore =
        """
        CREATE OR REPLACE FUNCTION attempt_holds(
            step integer, handover text, dispatch_at timestamptz, lease_until timestamptz, resend text, resend_epoch integer, left_by text,
            heard text, priority text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
        DECLARE
            broken text := CASE
                WHEN step NOT BETWEEN 1 AND 10 THEN 'attempts_step_check'
                WHEN handover NOT IN ('queued', 'calling', 'handedOver', 'refused', 'notSent', 'withdrawn') THEN 'attempts_handover_check'
                WHEN resend NOT IN ('none', 'pending', 'called') THEN 'attempts_resend_check'
                WHEN left_by NOT IN ('nothing', 'deadline', 'notSent', 'skip', 'failure') THEN 'attempts_left_by_check'
                WHEN heard NOT IN ('none', 'accepted', 'sent', 'delivered', 'read') THEN 'attempts_heard_check'
                WHEN priority NOT IN ('transactional', 'marketing') THEN 'attempts_priority_check'
                WHEN (handover = 'queued') <> (dispatch_at IS NOT NULL) THEN 'queued_has_dispatch_time'
                WHEN (handover = 'calling') <> (lease_until IS NOT NULL) THEN 'calling_has_lease'
                WHEN (resend = 'called') <> (resend_epoch IS NOT NULL) THEN 'called_resend_has_epoch'
            END;
        BEGIN
            IF broken IS NOT NULL THEN
                RAISE check_violation USING MESSAGE = concat('a row of attempts breaks ', broken), TABLE = 'attempts', CONSTRAINT = broken;
            END IF;
            RETURN true;
        END
        $$;
        """;
}
