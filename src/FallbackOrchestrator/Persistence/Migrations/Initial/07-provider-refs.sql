-- Which attempt a provider's id belongs to. Not partitioned: a receipt has the id and not the day.
CREATE TABLE provider_refs (
    channel_account_id text NOT NULL,
    provider_id text NOT NULL,
    message_id uuid NOT NULL,
    step integer NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (channel_account_id, provider_id)
);
CREATE INDEX ix_provider_refs_created_at ON provider_refs (created_at);
