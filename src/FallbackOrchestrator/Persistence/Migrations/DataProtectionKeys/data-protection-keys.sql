-- Each element is encrypted by the wrapping key of the settings; wrapped_by is the fingerprint of that key.
CREATE TABLE data_protection_keys (
    id text PRIMARY KEY,
    wrapped_by text NOT NULL,
    wrapped bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
