-- The cause has no check: a row is written for every event, and the check would be parsed by each statement.
CREATE TABLE timeline (
    message_id uuid NOT NULL,
    seq integer NOT NULL,
    at timestamptz NOT NULL,
    step integer,
    cause text NOT NULL,
    what text NOT NULL,
    detail jsonb,
    PRIMARY KEY (message_id, seq)
) PARTITION BY RANGE (message_id);
