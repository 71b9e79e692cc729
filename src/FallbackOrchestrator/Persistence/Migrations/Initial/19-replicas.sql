-- Live replicas, with the channel accounts that each has.
CREATE TABLE replicas (
    id uuid PRIMARY KEY,
    seen_at timestamptz NOT NULL,
    channel_accounts text[]
);
