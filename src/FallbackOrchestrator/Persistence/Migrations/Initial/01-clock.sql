-- Every decision reads this clock and no other. Tests replace the function to have virtual time on a real database.
CREATE FUNCTION orchestrator_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()';
