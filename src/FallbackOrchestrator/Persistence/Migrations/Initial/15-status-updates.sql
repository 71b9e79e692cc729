CREATE FUNCTION status_update_holds(
    seq integer, webhook_id uuid, url text, endpoint_key text, format text, state text, attempt_count integer, due_at timestamptz,
    lease_until timestamptz, last_result text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    broken text := CASE
        WHEN seq <= 0 THEN 'status_updates_seq_check'
        WHEN format NOT IN ('8x8-v9', '8x8-v8', 'events-v1') THEN 'status_updates_format_check'
        WHEN state NOT IN ('pending', 'delivered', 'failed') THEN 'status_updates_state_check'
        WHEN attempt_count < 0 THEN 'status_updates_attempt_count_check'
        WHEN last_result NOT IN (
            'delivered', 'refused', 'redirected', 'gone', 'timedOut', 'unreachable', 'forbiddenAddress', 'noToken', 'noEndpoint')
            THEN 'status_updates_last_result_check'
        WHEN (state = 'pending') <> (due_at IS NOT NULL) THEN 'pending_is_due'
        WHEN lease_until IS NOT NULL AND state <> 'pending' THEN 'only_pending_is_leased'
        WHEN webhook_id IS NULL AND url IS NULL THEN 'goes_somewhere'
        WHEN (url IS NULL) <> (endpoint_key = webhook_id::text) THEN 'endpoint_key_is_its_own'
    END;
BEGIN
    IF broken IS NOT NULL THEN
        RAISE check_violation
            USING MESSAGE = concat('a row of status_updates breaks ', broken), TABLE = 'status_updates', CONSTRAINT = broken;
    END IF;
    RETURN true;
END
$$;

-- The outbox. Not partitioned: pending updates are found through one small index, and the others are deleted after a week. No foreign key
-- to webhooks: recording a decision must not fail because somebody deletes a webhook in the same moment.
CREATE TABLE status_updates (
    id uuid PRIMARY KEY,
    message_id uuid NOT NULL,
    seq integer NOT NULL,
    subaccount_id text NOT NULL,
    customer_account_id uuid NOT NULL,
    webhook_id uuid,
    url text,
    endpoint_key text NOT NULL,
    format text NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL,
    state text NOT NULL,
    attempt_count integer NOT NULL,
    due_at timestamptz,
    lease_until timestamptz,
    give_up_at timestamptz NOT NULL,
    last_at timestamptz,
    last_milliseconds integer,
    last_status integer,
    last_result text,
    CONSTRAINT status_update_holds CHECK (status_update_holds(
        seq, webhook_id, url, endpoint_key, format, state, attempt_count, due_at, lease_until, last_result))
);
CREATE UNIQUE INDEX ix_status_updates_message_id_endpoint_key_seq ON status_updates (message_id, endpoint_key, seq);
CREATE INDEX ix_status_updates_endpoint_key_due_at ON status_updates (endpoint_key, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX ix_status_updates_customer_account_id_id ON status_updates (customer_account_id, id);
CREATE INDEX ix_status_updates_failed ON status_updates (customer_account_id, id) WHERE state = 'failed';
