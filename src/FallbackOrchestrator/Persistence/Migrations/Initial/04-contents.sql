-- A table of its own: contents are erased by the day long before the message is, and receipts never read them.
CREATE TABLE contents (
    message_id uuid PRIMARY KEY,
    content jsonb NOT NULL
) PARTITION BY RANGE (message_id);
