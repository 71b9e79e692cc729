CREATE TABLE webhooks (
    id uuid PRIMARY KEY,
    customer_account_id uuid NOT NULL,
    subaccount_id text NOT NULL,
    type text NOT NULL CHECK (type IN ('CADR', 'MSG', 'CABM')),
    url text NOT NULL,
    enabled boolean NOT NULL,
    format text NOT NULL CHECK (format IN ('8x8-v9', '8x8-v8', 'events-v1')),
    http_authorization text,
    oauth jsonb,
    secret text NOT NULL,
    previous_secret text,
    previous_until timestamptz,
    failing_since timestamptz,
    stopped_at timestamptz,
    stopped_because text CHECK (stopped_because IN ('gone', 'failing')),
    created_at timestamptz NOT NULL,
    CONSTRAINT one_kind_of_credentials CHECK (http_authorization IS NULL OR oauth IS NULL),
    CONSTRAINT secrets_are_signing_secrets CHECK (secret LIKE 'whsec\_%' AND previous_secret LIKE 'whsec\_%'),
    CONSTRAINT previous_secret_ends CHECK ((previous_secret IS NULL) = (previous_until IS NULL)),
    CONSTRAINT stopped_has_reason CHECK ((stopped_at IS NULL) = (stopped_because IS NULL))
);
CREATE UNIQUE INDEX ix_webhooks_customer_account_id_subaccount_id_type ON webhooks (customer_account_id, subaccount_id, type);
