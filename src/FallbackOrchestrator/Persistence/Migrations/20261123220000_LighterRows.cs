using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// The same rules for less: PostgreSQL parses each check constraint anew in every statement that writes, so each table has one, a function, which it
/// keeps. And the last attempt to deliver an update stands in the update's own row.
/// </summary>
public partial class LighterRows : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Functions);
        migrationBuilder.Sql(DropChecks);
        // Not validated: what is stored was checked by the same rules, and reading all of it would stop the service meanwhile.
        migrationBuilder.Sql(
            """
            ALTER TABLE messages ADD CONSTRAINT message_holds CHECK (message_holds(
                state, outcome, stopped_as, provisional_until, completed_at, succeeded_step, due_at, priority)) NOT VALID;
            ALTER TABLE attempts ADD CONSTRAINT attempt_holds CHECK (attempt_holds(
                step, handover, dispatch_at, lease_until, resend, resend_epoch, left_by, heard, priority)) NOT VALID;
            ALTER TABLE status_updates ADD CONSTRAINT status_update_holds CHECK (status_update_holds(
                seq, webhook_id, url, lane, format, state, tries, due_at, lease_until)) NOT VALID;
            ALTER TABLE status_updates ADD COLUMN last_at timestamptz, ADD COLUMN last_milliseconds integer;
            """);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("ALTER TABLE status_updates DROP COLUMN last_at, DROP COLUMN last_milliseconds;");
        migrationBuilder.Sql(DropChecks);
        migrationBuilder.Sql("DROP FUNCTION message_holds, attempt_holds, status_update_holds;");
        migrationBuilder.Sql(ChecksBefore);
    }

    // What is broken is named as the constraint that it used to be.
    private const string Functions =
        """
        CREATE FUNCTION message_holds(
            state text, outcome text, stopped_as text, provisional_until timestamptz, completed_at timestamptz, succeeded_step integer,
            due_at timestamptz, priority text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
        DECLARE
            broken text := CASE
                WHEN state NOT IN ('scheduled', 'inProgress', 'completed') THEN 'messages_state_check'
                WHEN outcome NOT IN ('succeeded', 'failed', 'cancelled', 'expired', 'unconfirmed') THEN 'messages_outcome_check'
                WHEN stopped_as NOT IN ('failed', 'cancelled', 'expired', 'unconfirmed') THEN 'messages_stopped_as_check'
                WHEN priority NOT IN ('transactional', 'marketing') THEN 'messages_priority_check'
                WHEN (state = 'completed') <> (outcome IS NOT NULL) THEN 'completed_has_outcome'
                WHEN (state = 'completed') <> (completed_at IS NOT NULL) THEN 'completed_has_time'
                WHEN state <> 'completed' AND due_at IS NULL THEN 'pending_is_due'
                WHEN (outcome IS NOT DISTINCT FROM 'succeeded') <> (succeeded_step IS NOT NULL) THEN 'success_names_its_step'
                WHEN provisional_until IS NOT NULL AND outcome IS DISTINCT FROM 'succeeded' THEN 'only_success_is_provisional'
            END;
        BEGIN
            IF broken IS NOT NULL THEN
                RAISE check_violation USING MESSAGE = concat('a row of messages breaks ', broken), TABLE = 'messages', CONSTRAINT = broken;
            END IF;
            RETURN true;
        END
        $$;

        CREATE FUNCTION attempt_holds(
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

        CREATE FUNCTION status_update_holds(
            seq integer, webhook_id uuid, url text, lane text, format text, state text, tries integer, due_at timestamptz,
            lease_until timestamptz) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
        DECLARE
            broken text := CASE
                WHEN seq <= 0 THEN 'status_updates_seq_check'
                WHEN format NOT IN ('8x8-v9', '8x8-v8', 'events-v1') THEN 'status_updates_format_check'
                WHEN state NOT IN ('pending', 'delivered', 'failed') THEN 'status_updates_state_check'
                WHEN tries < 0 THEN 'status_updates_tries_check'
                WHEN (state = 'pending') <> (due_at IS NOT NULL) THEN 'pending_is_due'
                WHEN lease_until IS NOT NULL AND state <> 'pending' THEN 'only_pending_is_leased'
                WHEN webhook_id IS NULL AND url IS NULL THEN 'goes_somewhere'
                WHEN (url IS NULL) <> (lane = webhook_id::text) THEN 'lane_is_its_own'
            END;
        BEGIN
            IF broken IS NOT NULL THEN
                RAISE check_violation
                    USING MESSAGE = concat('a row of status_updates breaks ', broken), TABLE = 'status_updates', CONSTRAINT = broken;
            END IF;
            RETURN true;
        END
        $$;
        """;

    private const string DropChecks =
        """
        DO $$
        DECLARE
            check_of record;
        BEGIN
            FOR check_of IN
                SELECT conrelid::regclass AS parent, conname FROM pg_constraint
                WHERE contype = 'c' AND conrelid IN ('messages'::regclass, 'attempts'::regclass, 'status_updates'::regclass)
            LOOP
                EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', check_of.parent, check_of.conname);
            END LOOP;
        END
        $$;
        """;

    private const string ChecksBefore =
        """
        ALTER TABLE messages
            ADD CHECK (state IN ('scheduled', 'inProgress', 'completed')),
            ADD CHECK (outcome IN ('succeeded', 'failed', 'cancelled', 'expired', 'unconfirmed')),
            ADD CHECK (stopped_as IN ('failed', 'cancelled', 'expired', 'unconfirmed')),
            ADD CHECK (priority IN ('transactional', 'marketing')),
            ADD CONSTRAINT completed_has_outcome CHECK ((state = 'completed') = (outcome IS NOT NULL)),
            ADD CONSTRAINT completed_has_time CHECK ((state = 'completed') = (completed_at IS NOT NULL)),
            ADD CONSTRAINT pending_is_due CHECK (state = 'completed' OR due_at IS NOT NULL),
            ADD CONSTRAINT success_names_its_step CHECK ((outcome IS NOT DISTINCT FROM 'succeeded') = (succeeded_step IS NOT NULL)),
            ADD CONSTRAINT only_success_is_provisional CHECK (provisional_until IS NULL OR outcome = 'succeeded');
        ALTER TABLE attempts
            ADD CHECK (step BETWEEN 1 AND 10),
            ADD CHECK (handover IN ('queued', 'calling', 'handedOver', 'refused', 'notSent', 'withdrawn')),
            ADD CHECK (resend IN ('none', 'pending', 'called')),
            ADD CHECK (left_by IN ('nothing', 'deadline', 'notSent', 'skip', 'failure')),
            ADD CHECK (heard IN ('none', 'accepted', 'sent', 'delivered', 'read')),
            ADD CHECK (priority IN ('transactional', 'marketing')),
            ADD CONSTRAINT queued_has_dispatch_time CHECK ((handover = 'queued') = (dispatch_at IS NOT NULL)),
            ADD CONSTRAINT calling_has_lease CHECK ((handover = 'calling') = (lease_until IS NOT NULL)),
            ADD CONSTRAINT called_resend_has_epoch CHECK ((resend = 'called') = (resend_epoch IS NOT NULL));
        ALTER TABLE status_updates
            ADD CHECK (seq > 0),
            ADD CHECK (format IN ('8x8-v9', '8x8-v8', 'events-v1')),
            ADD CHECK (state IN ('pending', 'delivered', 'failed')),
            ADD CHECK (tries >= 0),
            ADD CONSTRAINT pending_is_due CHECK ((state = 'pending') = (due_at IS NOT NULL)),
            ADD CONSTRAINT only_pending_is_leased CHECK (lease_until IS NULL OR state = 'pending'),
            ADD CONSTRAINT goes_somewhere CHECK (webhook_id IS NOT NULL OR url IS NOT NULL),
            ADD CONSTRAINT lane_is_its_own CHECK ((url IS NULL) = (lane = webhook_id::text));
        """;
}
