CREATE TABLE customer_accounts (
    id uuid PRIMARY KEY,
    name text,
    created_at timestamptz NOT NULL,
    closed_at timestamptz
);
