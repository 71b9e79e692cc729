using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>Accounts, subaccounts, their sequences and their keys, as the management API makes them.</summary>
public partial class Subaccounts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        CREATE TABLE accounts (
            id uuid PRIMARY KEY,
            name text,
            created_at timestamptz NOT NULL,
            closed_at timestamptz
        );

        CREATE TABLE subaccounts (
            id text PRIMARY KEY CHECK (id ~ '^[A-Za-z0-9._&-]{3,50}$'),
            account_id uuid NOT NULL REFERENCES accounts ON DELETE RESTRICT,
            channel_accounts text[] NOT NULL,
            default_channel text,
            resend_unknown boolean NOT NULL,
            append_sms_step boolean NOT NULL,
            strict_msisdn boolean NOT NULL,
            mask_numbers boolean NOT NULL,
            requests_per_second integer CHECK (requests_per_second > 0),
            created_at timestamptz NOT NULL,
            closed_at timestamptz
        );
        CREATE INDEX ix_subaccounts_account_id ON subaccounts (account_id);
        -- Two ids that differ in case only would be taken for one another by people.
        CREATE UNIQUE INDEX ix_subaccounts_lower_id ON subaccounts (lower(id));

        CREATE TABLE sequences (
            subaccount_id text NOT NULL REFERENCES subaccounts ON DELETE RESTRICT,
            name text NOT NULL,
            is_default boolean NOT NULL,
            channels jsonb NOT NULL CHECK (jsonb_typeof(channels) = 'array' AND jsonb_array_length(channels) BETWEEN 1 AND 10),
            PRIMARY KEY (subaccount_id, name)
        );
        CREATE UNIQUE INDEX ix_sequences_subaccount_id ON sequences (subaccount_id) WHERE is_default;

        CREATE TABLE api_keys (
            id text PRIMARY KEY,
            account_id uuid NOT NULL REFERENCES accounts ON DELETE RESTRICT,
            hash bytea NOT NULL CHECK (length(hash) = 32),
            subaccounts text[] NOT NULL,
            scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
            name text,
            created_at timestamptz NOT NULL,
            expires_at timestamptz,
            revoked_at timestamptz,
            CONSTRAINT live_key_opens_something CHECK (cardinality(subaccounts) > 0 OR revoked_at IS NOT NULL)
        );
        CREATE INDEX ix_api_keys_account_id ON api_keys (account_id);
        CREATE UNIQUE INDEX ix_api_keys_hash ON api_keys (hash);

        -- One row, which every change updates first: changes happen one after another, and replicas see that there was one.
        CREATE TABLE directory_version (id integer PRIMARY KEY CHECK (id = 1), version bigint NOT NULL);
        INSERT INTO directory_version VALUES (1, 1);
        """);

    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("DROP TABLE api_keys, sequences, subaccounts, accounts, directory_version;");
}
