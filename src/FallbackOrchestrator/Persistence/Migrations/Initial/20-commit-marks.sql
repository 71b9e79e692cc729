-- A row proves that its transaction was committed, where the transaction inserts nothing else.
CREATE TABLE commit_marks (
    id uuid CONSTRAINT pk_commit_marks PRIMARY KEY,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
