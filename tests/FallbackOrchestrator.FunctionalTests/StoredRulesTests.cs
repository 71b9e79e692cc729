using FallbackOrchestrator.FunctionalTests.Support;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>What PostgreSQL itself refuses to store.</summary>
public sealed class StoredRulesTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("messages", "state = 'done'", "messages_state_check")]
    [InlineData("messages", "outcome = 'won'", "messages_outcome_check")]
    [InlineData("messages", "stopped_as = 'succeeded'", "messages_stopped_as_check")]
    [InlineData("messages", "priority = 'urgent'", "messages_priority_check")]
    [InlineData("messages", "outcome = NULL", "completed_has_outcome")]
    [InlineData("messages", "completed_at = NULL", "completed_has_time")]
    [InlineData("messages", "state = 'inProgress', outcome = NULL, completed_at = NULL, succeeded_step = NULL, due_at = NULL", "pending_is_due")]
    [InlineData("messages", "succeeded_step = NULL", "success_names_its_step")]
    [InlineData("messages", "outcome = 'failed', succeeded_step = NULL, provisional_until = now()", "only_success_is_provisional")]
    [InlineData("attempts", "step = 11", "attempts_step_check")]
    [InlineData("attempts", "handover = 'lost'", "attempts_handover_check")]
    [InlineData("attempts", "resend = 'maybe'", "attempts_resend_check")]
    [InlineData("attempts", "leave_reason = 'chance'", "attempts_leave_reason_check")]
    [InlineData("attempts", "best_status = 'seen'", "attempts_best_status_check")]
    [InlineData("attempts", "priority = 'urgent'", "attempts_priority_check")]
    [InlineData("attempts", "dispatch_at = now()", "queued_has_dispatch_time")]
    [InlineData("attempts", "lease_until = now()", "calling_has_lease")]
    [InlineData("attempts", "resend = 'called'", "called_resend_has_epoch")]
    [InlineData("status_updates", "seq = 0", "status_updates_seq_check")]
    [InlineData("status_updates", "format = 'xml'", "status_updates_format_check")]
    [InlineData("status_updates", "state = 'told', due_at = NULL", "status_updates_state_check")]
    [InlineData("status_updates", "attempt_count = -1", "status_updates_attempt_count_check")]
    [InlineData("status_updates", "last_result = 'lost'", "status_updates_last_result_check")]
    [InlineData("status_updates", "state = 'delivered', lease_until = NULL, due_at = now()", "pending_is_due")]
    [InlineData("status_updates", "state = 'delivered', due_at = NULL, lease_until = now()", "only_pending_is_leased")]
    [InlineData("status_updates", "webhook_id = NULL, url = NULL", "goes_somewhere")]
    [InlineData("status_updates", "endpoint_key = 'another'", "endpoint_key_is_its_own")]
    public async Task A_row_that_breaks_a_rule_is_refused_by_the_rules_name(string table, string change, string rule)
    {
        await host.Client.CompletedAsync(await host.Client.SendAsync(DemoClient.Fallback("+9990033")));
        await host.ExecuteAsync(
            """
            INSERT INTO status_updates (id, message_id, seq, subaccount_id, customer_account_id, webhook_id, endpoint_key, format, body, created_at, give_up_at, state,
                attempt_count, due_at)
            SELECT id, id, 1, subaccount_id, id, id, id::text, '8x8-v9', '{}', now(), now(), 'pending', 0, 'infinity'
            FROM messages LIMIT 1
            ON CONFLICT DO NOTHING
            """);

        var broken = () => host.ExecuteAsync($"UPDATE {table} SET {change}");

        (await broken.Should().ThrowAsync<PostgresException>()).Which.Should().Match<PostgresException>(refused =>
            refused.SqlState == PostgresErrorCodes.CheckViolation && refused.ConstraintName == rule && refused.TableName == table);
    }
}
