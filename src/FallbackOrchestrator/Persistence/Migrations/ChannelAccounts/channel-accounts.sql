CREATE TABLE channel_accounts (
    id text PRIMARY KEY CHECK (id ~ '^[A-Za-z0-9._-]{1,50}$'),
    provider text NOT NULL,
    channel text NOT NULL,
    base_address text,
    per_second integer NOT NULL CHECK (per_second BETWEEN 1 AND 10000),
    concurrency integer NOT NULL CHECK (concurrency BETWEEN 1 AND 10000),
    settings jsonb NOT NULL CHECK (jsonb_typeof(settings) = 'object'),
    secrets text NOT NULL CHECK (secrets LIKE 'protected:%'),
    secrets_set_at jsonb NOT NULL CHECK (jsonb_typeof(secrets_set_at) = 'object'),
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    disabled_at timestamptz
);
-- People would take two ids that differ only in case for one.
CREATE UNIQUE INDEX ix_channel_accounts_lower_id ON channel_accounts (lower(id));
