-- A request's idempotency key with its response, kept for 24 hours.
CREATE TABLE idempotency_keys (
    subaccount_id text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    claimed_at timestamptz NOT NULL,
    response text,
    form smallint NOT NULL DEFAULT 1,
    PRIMARY KEY (subaccount_id, key)
);
CREATE INDEX ix_idempotency_keys_claimed_at ON idempotency_keys (claimed_at);
-- Empty a day after an upgrade that changed the form of keys.
CREATE INDEX ix_idempotency_keys_earlier_forms ON idempotency_keys (subaccount_id, key) WHERE form < 2;
