using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FallbackOrchestrator.Persistence.Migrations;

/// <summary>
/// The secrets of webhooks may be encrypted. An earlier replica cannot read those, and continues with what it has read before.
/// </summary>
[DbContext(typeof(OrchestratorDbContext))]
[Migration("20261127235500_EncryptedWebhookSecrets")]
public class EncryptedWebhookSecrets : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        ALTER TABLE webhooks DROP CONSTRAINT secrets_are_signing_secrets, ADD CONSTRAINT secrets_are_signing_secrets CHECK (
            (secret LIKE 'whsec\_%' OR secret LIKE 'protected:%')
            AND (previous_secret LIKE 'whsec\_%' OR previous_secret LIKE 'protected:%'));
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        ALTER TABLE webhooks DROP CONSTRAINT secrets_are_signing_secrets, ADD CONSTRAINT secrets_are_signing_secrets CHECK (
            secret LIKE 'whsec\_%' AND previous_secret LIKE 'whsec\_%');
        """);
}
