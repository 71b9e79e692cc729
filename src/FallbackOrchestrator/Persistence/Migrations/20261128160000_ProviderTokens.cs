using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// Providers that issue a new refresh token with each access token: the latest ones are kept for all replicas. An earlier replica has no
/// such account.
/// </summary>
[DbContext(typeof(OrchestratorDbContext))]
[Migration("20261128160000_ProviderTokens")]
public class ProviderTokens : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        -- The credentials are a hash; the tokens are encrypted.
        CREATE TABLE provider_tokens (
            credentials text PRIMARY KEY,
            refresh_token text NOT NULL,
            access_token text,
            asked_at timestamptz,
            ends_at timestamptz
        );
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE provider_tokens");
}
