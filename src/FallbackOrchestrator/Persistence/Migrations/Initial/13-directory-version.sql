-- One row. Every change of an account, subaccount, sequence, key or webhook updates it first: so changes happen one after another, and
-- replicas see that there was one.
CREATE TABLE directory_version (id integer PRIMARY KEY CHECK (id = 1), version bigint NOT NULL);
INSERT INTO directory_version VALUES (1, 1);
