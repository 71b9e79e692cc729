-- The last sign of life of any replica that takes receipts, and the latest silence. One row.
CREATE TABLE heartbeat (
    id integer PRIMARY KEY CHECK (id = 1),
    beat_at timestamptz NOT NULL,
    silent_from timestamptz,
    silent_until timestamptz
);
