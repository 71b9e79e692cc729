CREATE TABLE api_keys (
    id text PRIMARY KEY,
    customer_account_id uuid NOT NULL REFERENCES customer_accounts ON DELETE RESTRICT,
    hash bytea NOT NULL CHECK (length(hash) = 32),
    subaccounts text[] NOT NULL,
    scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
    name text,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,
    CONSTRAINT live_key_opens_something CHECK (cardinality(subaccounts) > 0 OR revoked_at IS NOT NULL)
);
CREATE INDEX ix_api_keys_customer_account_id ON api_keys (customer_account_id);
CREATE UNIQUE INDEX ix_api_keys_hash ON api_keys (hash);
