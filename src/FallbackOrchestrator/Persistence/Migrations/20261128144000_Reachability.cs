using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// Subaccounts may remember who is not on a channel. An earlier replica neither reads nor writes this: it tries every step, and a delivery
/// that it records ends no memory.
/// </summary>
[DbContext(typeof(OrchestratorDbContext))]
[Migration("20261128144000_Reachability")]
public class Reachability : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        ALTER TABLE subaccounts ADD COLUMN reachability_days integer NOT NULL DEFAULT 0;

        CREATE TABLE recipient_hash_key (
            id smallint PRIMARY KEY CHECK (id = 1),
            key text NOT NULL
        );

        -- People who are not on a channel, as hashes.
        CREATE TABLE reachability (
            subaccount_id text NOT NULL,
            recipient bytea NOT NULL,
            channel text NOT NULL,
            reason text NOT NULL CHECK (reason IN ('notOnChannel', 'optedOut')),
            until timestamptz,
            PRIMARY KEY (subaccount_id, recipient, channel, reason)
        );
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        DROP TABLE reachability;
        DROP TABLE recipient_hash_key;
        ALTER TABLE subaccounts DROP COLUMN reachability_days;
        """);
}
