-- What people wrote to channel accounts. Not partitioned: a message that a provider posts twice must be found whatever its day.
CREATE TABLE inbound_messages (
    id uuid PRIMARY KEY,
    channel_account_id text NOT NULL,
    provider_id text NOT NULL,
    subaccount_id text NOT NULL,
    channel text NOT NULL,
    msisdn text,
    channel_user_id text,
    user_name text,
    content_type text NOT NULL,
    -- Erased earlier than the row, as contents of other messages are.
    content jsonb,
    reply_to uuid,
    at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    CONSTRAINT sender_is_known CHECK (msisdn IS NOT NULL OR channel_user_id IS NOT NULL)
);
CREATE UNIQUE INDEX ix_inbound_messages_channel_account_id_provider_id ON inbound_messages (channel_account_id, provider_id);
CREATE INDEX ix_inbound_messages_received_at ON inbound_messages (received_at) WHERE content IS NOT NULL;

ALTER TABLE subaccounts ADD COLUMN replies_count_as_read boolean NOT NULL DEFAULT false;

CREATE OR REPLACE FUNCTION status_update_holds(
    seq integer, webhook_id uuid, url text, endpoint_key text, format text, state text, attempt_count integer, due_at timestamptz,
    lease_until timestamptz, last_result text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    broken text := CASE
        WHEN seq <= 0 THEN 'status_updates_seq_check'
        WHEN format NOT IN ('8x8-v9', '8x8-v8', 'events-v1', '8x8-v3') THEN 'status_updates_format_check'
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
