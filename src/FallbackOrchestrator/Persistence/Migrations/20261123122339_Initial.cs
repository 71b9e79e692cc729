using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// The first schema. Written by hand: EF Core knows the tables but not that they are partitioned, what the database refuses, and the
/// functions that make a day's partitions.
/// </summary>
public partial class Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Functions);
        migrationBuilder.Sql(PartitionedTables);
        migrationBuilder.Sql(SideTables);
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP TABLE messages, contents, attempts, timeline, provider_refs, parked_receipts, idempotency_keys, heartbeat, replicas;
        DROP FUNCTION orchestrator_now, day_bound, create_day_partitions, drop_day_partitions;
        """);

    // Every decision reads this clock and no other. Tests replace the function to have virtual time on a real database.
    private const string Functions =
        """
        CREATE FUNCTION orchestrator_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()';

        -- The smallest UUIDv7 of a day: its first 48 bits are the milliseconds since 1970.
        CREATE FUNCTION day_bound(day date) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
            SELECT (lpad(to_hex((extract(epoch FROM day::timestamp AT TIME ZONE 'UTC') * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
        $$;

        -- Makes the partitions of a range of days where they are missing.
        CREATE FUNCTION create_day_partitions(first date, last date) RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
            parent text;
            day date;
        BEGIN
            PERFORM pg_advisory_xact_lock(hashtext('create_day_partitions'));
            FOR day IN SELECT generate_series(first, last, interval '1 day')::date LOOP
                FOREACH parent IN ARRAY ARRAY['messages', 'contents', 'attempts', 'timeline'] LOOP
                    IF to_regclass(format('%I', parent || to_char(day, '_YYYYMMDD'))) IS NULL THEN
                        -- Made apart and then attached: that does not lock the table out, as making it in place would.
                        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL) %s', parent || to_char(day, '_YYYYMMDD'), parent,
                            CASE WHEN parent IN ('messages', 'attempts') THEN 'WITH (fillfactor = 70)' ELSE '' END);
                        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                            parent, parent || to_char(day, '_YYYYMMDD'), day_bound(day), day_bound(day + 1));
                    END IF;
                END LOOP;
            END LOOP;
        END
        $$;

        -- Drops one table's partitions of the days before a date; answers how many.
        CREATE FUNCTION drop_day_partitions(parent text, before date) RETURNS int LANGUAGE plpgsql AS $$
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

    private const string PartitionedTables =
        """
        CREATE TABLE messages (
            id uuid PRIMARY KEY,
            subaccount_id text NOT NULL,
            client_message_id text,
            msisdn text,
            channel_user_id text,
            content_type text NOT NULL,
            steps jsonb NOT NULL,
            created_at timestamptz NOT NULL,
            scheduled_at timestamptz,
            expires_at timestamptz,
            may_resend boolean NOT NULL,
            state text NOT NULL CHECK (state IN ('scheduled', 'inProgress', 'completed')),
            outcome text CHECK (outcome IN ('succeeded', 'failed', 'cancelled', 'expired', 'unconfirmed')),
            stopped_as text CHECK (stopped_as IN ('failed', 'cancelled', 'expired', 'unconfirmed')),
            provisional_until timestamptz,
            completion integer NOT NULL,
            completed_at timestamptz,
            succeeded_step integer,
            duplicate_delivery boolean NOT NULL,
            timeline_length integer NOT NULL,
            due_at timestamptz,
            batch_id uuid,
            client_batch_id text,
            CONSTRAINT completed_has_outcome CHECK ((state = 'completed') = (outcome IS NOT NULL)),
            CONSTRAINT completed_has_time CHECK ((state = 'completed') = (completed_at IS NOT NULL)),
            CONSTRAINT pending_is_due CHECK (state = 'completed' OR due_at IS NOT NULL),
            CONSTRAINT success_names_its_step CHECK ((outcome IS NOT DISTINCT FROM 'succeeded') = (succeeded_step IS NOT NULL)),
            CONSTRAINT only_success_is_provisional CHECK (provisional_until IS NULL OR outcome = 'succeeded')
        ) PARTITION BY RANGE (id);
        CREATE INDEX ix_messages_due_at ON messages (due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX ix_messages_subaccount_id_client_message_id ON messages (subaccount_id, client_message_id) WHERE client_message_id IS NOT NULL;
        CREATE INDEX ix_messages_subaccount_id_msisdn ON messages (subaccount_id, msisdn) WHERE msisdn IS NOT NULL;
        CREATE INDEX ix_messages_batch_id ON messages (batch_id) WHERE batch_id IS NOT NULL;

        CREATE TABLE contents (
            message_id uuid PRIMARY KEY,
            content jsonb NOT NULL
        ) PARTITION BY RANGE (message_id);

        CREATE TABLE attempts (
            message_id uuid NOT NULL,
            step integer NOT NULL CHECK (step BETWEEN 1 AND 10),
            subaccount_id text NOT NULL,
            channel text NOT NULL,
            account_id text NOT NULL,
            handover text NOT NULL CHECK (handover IN ('queued', 'calling', 'handedOver', 'refused', 'notSent', 'withdrawn')),
            queued_at timestamptz NOT NULL,
            dispatch_at timestamptz,
            epoch integer NOT NULL,
            lease_until timestamptz,
            leased_at timestamptz,
            first_call_at timestamptz,
            deferrals integer NOT NULL,
            breaks integer NOT NULL,
            unknown boolean NOT NULL,
            resend text NOT NULL CHECK (resend IN ('none', 'pending', 'called')),
            resend_epoch integer,
            left_by text NOT NULL CHECK (left_by IN ('nothing', 'deadline', 'notSent', 'skip', 'failure')),
            heard text NOT NULL CHECK (heard IN ('none', 'accepted', 'sent', 'delivered', 'read')),
            failure jsonb,
            obstacle jsonb,
            provider_ids text[] NOT NULL,
            stands_since timestamptz,
            PRIMARY KEY (message_id, step),
            CONSTRAINT queued_has_dispatch_time CHECK ((handover = 'queued') = (dispatch_at IS NOT NULL)),
            CONSTRAINT calling_has_lease CHECK ((handover = 'calling') = (lease_until IS NOT NULL)),
            CONSTRAINT called_resend_has_epoch CHECK ((resend = 'called') = (resend_epoch IS NOT NULL))
        ) PARTITION BY RANGE (message_id);
        CREATE INDEX ix_attempts_account_id_dispatch_at ON attempts (account_id, dispatch_at) WHERE dispatch_at IS NOT NULL;

        CREATE TABLE timeline (
            message_id uuid NOT NULL,
            seq integer NOT NULL,
            at timestamptz NOT NULL,
            step integer,
            cause text NOT NULL,
            what text NOT NULL,
            detail jsonb,
            PRIMARY KEY (message_id, seq)
        ) PARTITION BY RANGE (message_id);
        """;

    private const string SideTables =
        """
        CREATE TABLE provider_refs (
            account_id text NOT NULL,
            provider_id text NOT NULL,
            message_id uuid NOT NULL,
            step integer NOT NULL,
            created_at timestamptz NOT NULL,
            PRIMARY KEY (account_id, provider_id)
        );
        CREATE INDEX ix_provider_refs_created_at ON provider_refs (created_at);

        CREATE TABLE parked_receipts (
            id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            account_id text NOT NULL,
            provider_id text NOT NULL,
            word text NOT NULL,
            at timestamptz NOT NULL,
            error jsonb,
            received_at timestamptz NOT NULL
        );
        CREATE INDEX ix_parked_receipts_account_id_provider_id ON parked_receipts (account_id, provider_id);
        CREATE INDEX ix_parked_receipts_received_at ON parked_receipts (received_at);

        CREATE TABLE idempotency_keys (
            subaccount_id text NOT NULL,
            key text NOT NULL,
            fingerprint bytea NOT NULL,
            claimed_at timestamptz NOT NULL,
            answer text,
            PRIMARY KEY (subaccount_id, key)
        );
        CREATE INDEX ix_idempotency_keys_claimed_at ON idempotency_keys (claimed_at);

        CREATE TABLE heartbeat (
            id integer PRIMARY KEY CHECK (id = 1),
            beat_at timestamptz NOT NULL,
            silent_from timestamptz,
            silent_until timestamptz
        );

        CREATE TABLE replicas (
            id uuid PRIMARY KEY,
            seen_at timestamptz NOT NULL
        );
        """;
}
