CREATE TABLE sequences (
    subaccount_id text NOT NULL REFERENCES subaccounts ON DELETE RESTRICT,
    name text NOT NULL,
    is_default boolean NOT NULL,
    channels jsonb NOT NULL CHECK (jsonb_typeof(channels) = 'array' AND jsonb_array_length(channels) BETWEEN 1 AND 10),
    PRIMARY KEY (subaccount_id, name)
);
CREATE UNIQUE INDEX ix_sequences_subaccount_id ON sequences (subaccount_id) WHERE is_default;
