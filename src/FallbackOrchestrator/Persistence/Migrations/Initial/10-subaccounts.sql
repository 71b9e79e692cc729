CREATE TABLE subaccounts (
    id text PRIMARY KEY CHECK (id ~ '^[A-Za-z0-9._&-]{3,50}$'),
    customer_account_id uuid NOT NULL REFERENCES customer_accounts ON DELETE RESTRICT,
    channel_accounts text[] NOT NULL,
    default_channel text,
    resend_unknown boolean NOT NULL,
    append_sms_step boolean NOT NULL,
    strict_msisdn boolean NOT NULL,
    mask_numbers boolean NOT NULL,
    requests_per_second integer CHECK (requests_per_second > 0),
    priority text NOT NULL DEFAULT 'transactional' CHECK (priority IN ('transactional', 'marketing')),
    created_at timestamptz NOT NULL,
    closed_at timestamptz
);
CREATE INDEX ix_subaccounts_customer_account_id ON subaccounts (customer_account_id);
-- People would take two ids that differ only in case for one.
CREATE UNIQUE INDEX ix_subaccounts_lower_id ON subaccounts (lower(id));
