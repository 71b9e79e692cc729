CREATE FUNCTION attempt_holds(
    step integer, handover text, dispatch_at timestamptz, lease_until timestamptz, resend text, resend_epoch integer, leave_reason text,
    best_status text, priority text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    broken text := CASE
        WHEN step NOT BETWEEN 1 AND 10 THEN 'attempts_step_check'
        WHEN handover NOT IN ('queued', 'calling', 'handedOver', 'refused', 'notSent', 'withdrawn') THEN 'attempts_handover_check'
        WHEN resend NOT IN ('none', 'pending', 'called', 'givenUp') THEN 'attempts_resend_check'
        WHEN leave_reason NOT IN ('nothing', 'deadline', 'notSent', 'skip', 'failure') THEN 'attempts_leave_reason_check'
        WHEN best_status NOT IN ('none', 'accepted', 'sent', 'delivered', 'read') THEN 'attempts_best_status_check'
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

CREATE TABLE attempts (
    message_id uuid NOT NULL,
    step integer NOT NULL,
    subaccount_id text NOT NULL,
    channel text NOT NULL,
    channel_account_id text NOT NULL,
    priority text NOT NULL DEFAULT 'transactional',
    handover text NOT NULL,
    queued_at timestamptz NOT NULL,
    dispatch_at timestamptz,
    epoch integer NOT NULL,
    lease_until timestamptz,
    leased_at timestamptz,
    first_call_at timestamptz,
    deferrals integer NOT NULL,
    breaks integer NOT NULL,
    unknown boolean NOT NULL,
    resend text NOT NULL,
    resend_epoch integer,
    leave_reason text NOT NULL,
    best_status text NOT NULL,
    failure jsonb,
    last_call_error jsonb,
    provider_ids text[] NOT NULL,
    delivered_ids text[],
    success_since timestamptz,
    PRIMARY KEY (message_id, step),
    CONSTRAINT attempt_holds CHECK (attempt_holds(
        step, handover, dispatch_at, lease_until, resend, resend_epoch, leave_reason, best_status, priority))
) PARTITION BY RANGE (message_id);

-- The queue of each channel account: by priority, then by subaccount, so that each subaccount has its share.
CREATE INDEX ix_attempts_queue ON attempts (channel_account_id, priority, subaccount_id, dispatch_at) WHERE dispatch_at IS NOT NULL;
