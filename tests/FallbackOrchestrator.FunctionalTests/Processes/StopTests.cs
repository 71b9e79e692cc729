using FallbackOrchestrator.Dispatching;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FallbackOrchestrator.FunctionalTests.Processes;

public sealed class StopTests(PostgresServer server)
{
    [Fact]
    public async Task A_call_that_was_granted_while_the_service_stops_is_made_and_recorded()
    {
        var refuse = new TaskCompletionSource();
        await using var providers = await StartProvidersAsync(refuse.Task);
        await using var host = await ApiHost.StartWithAsync(
            server,
            ("Hangfire:Enabled", "false"),
            ("ChannelAccounts:whatsapp-demo:BaseAddress", $"{providers.Urls.Single()}/meta"),
            ("ChannelAccounts:viber-demo:BaseAddress", $"{providers.Urls.Single()}/vonage"));
        var umid = await host.Client.SendAsync(DemoClient.Fallback("+9990441010", whatsApp: 60, viber: 60));
        var gates = host.App.Services.GetRequiredService<AccountGates>();

        // WhatsApp refuses; the door admits the call to Viber and cannot commit its lease, because we hold the timeline.
        await using var connection = await host.Data.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = connection.CreateCommand())
        {
            hold.CommandText = "LOCK TABLE timeline IN EXCLUSIVE MODE";
            await hold.ExecuteNonQueryAsync();
        }
        refuse.SetResult();
        await Until.TrueAsync(() => Task.FromResult(gates[new ChannelAccountId("viber-demo")].IsIdle), idle => !idle);
        var stopping = host.App.StopAsync();
        await Until.TrueAsync(() => Task.FromResult(IsClosed(gates)), closed => closed);
        await transaction.RollbackAsync();
        await stopping;

        (await host.AskAsync<long>($"SELECT count(*) FROM attempts WHERE message_id = '{umid}'")).Should().Be(2);
        (await host.AskAsync<string>($"SELECT best_status FROM attempts WHERE message_id = '{umid}' AND step = 2")).Should().Be("accepted");
        (await host.AskAsync<long>("SELECT count(*) FROM attempts WHERE unknown OR lease_until IS NOT NULL")).Should().Be(0);
    }

    private static bool IsClosed(AccountGates gates)
    {
        var sms = new ChannelAccountId("sms-demo");
        var message = new Umid(Guid.Empty);
        if (gates.Ask(sms, message, fromQueue: false) != Admission.Admitted)
            return true;
        gates.Release(sms, message);
        return false;
    }

    /// <summary>A WhatsApp that refuses when the test wants it, and a Viber that takes everything.</summary>
    private static async Task<WebApplication> StartProvidersAsync(Task stop)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var providers = builder.Build();
        providers.MapPost("/meta/{**path}", async () =>
        {
            await stop;
            return Results.Json(new { error = new { code = 131026, message = "Message undeliverable" } }, statusCode: 400);
        });
        providers.MapPost(
            "/vonage/{**path}", () => Results.Json(new { message_uuid = "6c3b0bf4-1f2f-4c0c-8f5d-2e1d7a5b9c12" }, statusCode: 202));
        await providers.StartAsync();
        return providers;
    }
}
