ALTER TABLE messages ADD COLUMN country text;
ALTER TABLE attempts ADD COLUMN delivered_at timestamptz, ADD COLUMN read_at timestamptz;

-- A sequence without its accounts: steps that differ only in the account are one sequence in statistics.
CREATE FUNCTION sequence_shape(steps jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'channel', step -> 'channel', 'successStatus', step -> 'success', 'fallbackAfter', step -> 'fallbackAfter')) ORDER BY number)
    FROM jsonb_array_elements(steps) WITH ORDINALITY AS one (step, number)
$$;

-- Hours whose counts are not up to date: a message that was accepted in the hour has changed since the hour was last counted. The time is
-- the server's own, not that of the messages.
CREATE TABLE statistics_changed_hours (
    hour timestamptz PRIMARY KEY,
    marked_at timestamptz NOT NULL
);

-- The latest count that included every change. One row.
CREATE TABLE statistics_runs (
    id integer PRIMARY KEY CHECK (id = 1),
    counted_at timestamptz,
    next_at timestamptz NOT NULL
);
INSERT INTO statistics_runs VALUES (1, NULL, 'epoch');

-- Counts of the messages of an hour, and the same added up for each UTC day, so that a query reads few rows.
CREATE TABLE statistics_messages (
    period text NOT NULL,
    starts_at timestamptz NOT NULL,
    subaccount_id text NOT NULL,
    sequence jsonb,
    country text,
    scheduled bigint NOT NULL,
    in_progress bigint NOT NULL,
    succeeded bigint NOT NULL,
    failed bigint NOT NULL,
    cancelled bigint NOT NULL,
    expired bigint NOT NULL,
    unconfirmed bigint NOT NULL,
    duplicates bigint NOT NULL
);

CREATE TABLE statistics_steps (
    period text NOT NULL,
    starts_at timestamptz NOT NULL,
    subaccount_id text NOT NULL,
    sequence jsonb,
    country text,
    step integer NOT NULL,
    channel text NOT NULL,
    planned bigint NOT NULL,
    planned_of_succeeded bigint NOT NULL,
    started bigint NOT NULL,
    started_of_succeeded bigint NOT NULL,
    handed_over bigint NOT NULL,
    delivered bigint NOT NULL,
    read bigint NOT NULL,
    failed bigint NOT NULL,
    succeeded bigint NOT NULL,
    late bigint NOT NULL,
    left_by_deadline bigint NOT NULL,
    left_not_sent bigint NOT NULL,
    left_by_skip bigint NOT NULL,
    left_by_failure bigint NOT NULL
);

CREATE TABLE statistics_reasons (
    period text NOT NULL,
    starts_at timestamptz NOT NULL,
    subaccount_id text NOT NULL,
    country text,
    channel text NOT NULL,
    reason text NOT NULL,
    status text,
    error_class text,
    error_code integer,
    attempts bigint NOT NULL
);

CREATE TABLE statistics_delays (
    period text NOT NULL,
    starts_at timestamptz NOT NULL,
    subaccount_id text NOT NULL,
    country text,
    channel text NOT NULL,
    status text NOT NULL,
    -- It took less than this number of seconds, and not less than the one before it; null if it took longer than the last.
    seconds integer,
    attempts bigint NOT NULL
);

-- By subaccount for queries, by time for a new count.
CREATE INDEX ix_statistics_messages_subaccount_id ON statistics_messages (subaccount_id, period, starts_at);
CREATE INDEX ix_statistics_messages_starts_at ON statistics_messages (starts_at, period);
CREATE INDEX ix_statistics_steps_subaccount_id ON statistics_steps (subaccount_id, period, starts_at);
CREATE INDEX ix_statistics_steps_starts_at ON statistics_steps (starts_at, period);
CREATE INDEX ix_statistics_reasons_subaccount_id ON statistics_reasons (subaccount_id, period, starts_at);
CREATE INDEX ix_statistics_reasons_starts_at ON statistics_reasons (starts_at, period);
CREATE INDEX ix_statistics_delays_subaccount_id ON statistics_delays (subaccount_id, period, starts_at);
CREATE INDEX ix_statistics_delays_starts_at ON statistics_delays (starts_at, period);

-- The hours of the messages that are there already.
INSERT INTO statistics_changed_hours
SELECT hour, clock_timestamp()
FROM (
    SELECT min(to_date(right(day.relname, 8), 'YYYYMMDD')) AS first
    FROM pg_inherits JOIN pg_class day ON day.oid = inhrelid WHERE inhparent = 'messages'::regclass) AS days,
    generate_series(days.first::timestamp AT TIME ZONE 'UTC', orchestrator_now(), interval '1 hour') AS hour
WHERE EXISTS (SELECT FROM messages);
