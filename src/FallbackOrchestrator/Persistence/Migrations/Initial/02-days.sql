-- The smallest UUIDv7 of a day: the first 48 bits of a UUIDv7 are the milliseconds since 1970.
CREATE FUNCTION day_bound(day date) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM day::timestamp AT TIME ZONE 'UTC') * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- Makes the missing partitions of a range of days.
CREATE FUNCTION create_day_partitions(first date, last date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    parent text;
    day date;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('create_day_partitions'));
    FOR day IN SELECT generate_series(first, last, interval '1 day')::date LOOP
        FOREACH parent IN ARRAY ARRAY['messages', 'contents', 'attempts', 'timeline'] LOOP
            IF to_regclass(format('%I', parent || to_char(day, '_YYYYMMDD'))) IS NULL THEN
                -- Created alone and then attached: that does not lock the parent table, as CREATE TABLE … PARTITION OF would.
                EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL) %s', parent || to_char(day, '_YYYYMMDD'), parent,
                    CASE WHEN parent IN ('messages', 'attempts') THEN 'WITH (fillfactor = 70)' ELSE '' END);
                EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                    parent, parent || to_char(day, '_YYYYMMDD'), day_bound(day), day_bound(day + 1));
            END IF;
        END LOOP;
    END LOOP;
END
$$;

-- Drops one table's partitions of the days before a date. Returns how many.
CREATE FUNCTION drop_day_partitions(parent text, before date) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    partition text;
    messages_of_day text;
    needed boolean;
    droppable text[] := '{}';
BEGIN
    -- All partitions are checked before the first is dropped, because DROP TABLE locks the parent table until the transaction ends.
    FOR partition IN
        SELECT child.relname FROM pg_inherits
        JOIN pg_class child ON child.oid = inhrelid
        WHERE inhparent = parent::regclass AND right(child.relname, 8) < to_char(before, 'YYYYMMDD')
    LOOP
        -- A message that may still start a step needs its content and its record: it is pending, or a failure may revoke its success.
        messages_of_day := 'messages_' || right(partition, 8);
        IF to_regclass(format('%I', messages_of_day)) IS NOT NULL THEN
            EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE due_at IS NOT NULL)', messages_of_day) INTO needed;
            CONTINUE WHEN needed;
            EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE provisional_until > orchestrator_now())', messages_of_day) INTO needed;
            CONTINUE WHEN needed;
        END IF;
        droppable := droppable || partition;
    END LOOP;
    FOREACH partition IN ARRAY droppable LOOP
        EXECUTE format('DROP TABLE %I', partition);
    END LOOP;
    RETURN cardinality(droppable);
END
$$;
