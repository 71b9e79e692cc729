using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FallbackOrchestrator.Hosting;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>The service of Development on a database of its own, and a customer's server. Shared by the tests of a class.</summary>
public sealed class WebhookService(PostgresServer server) : IAsyncLifetime
{
    public const string Webhooks = "/api/v1/accounts/00000000-0000-0000-0000-000000000001/webhooks";

    private RunningService _service = null!;
    private NpgsqlDataSource _data = null!;
    private string _connectionString = "";

    internal PostgresServer Server => server;

    internal CustomerServer Customer { get; private set; } = null!;

    /// <summary>Calls the service as the customer <c>demo</c>.</summary>
    internal HttpClient Http { get; private set; } = null!;

    /// <summary>Calls it as a customer of another account.</summary>
    internal HttpClient Other { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Customer = await CustomerServer.StartAsync();
        _connectionString = await server.CreateDatabaseAsync();
        _data = NpgsqlDataSource.Create(_connectionString);
        _service = await OrchestratorHost.CreateAsync(
        [
            "--environment=Development",
            $"--contentRoot={AppContext.BaseDirectory}",
            "--hostBuilder:reloadConfigOnChange=false",
            "--urls=http://127.0.0.1:0",
            $"--ConnectionStrings:Postgres={_connectionString}",
            "--Hangfire:Enabled=false",
            "--Simulator:ReceiptGap=00:00:00.100",
            "--StatusWebhooks:Timeout=00:00:25", // No call of a test takes as long, but on a machine that stands still.
            "--Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime=Warning",
            "--Accounts:00000000-0000-0000-0000-000000000002:Subaccounts:other:Keys:0=another-key",
        ]);
        await _service.App.StartAsync();
        Http = Client("dev-demo-key");
        Other = Client("another-key");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Other.Dispose();
        await _service.App.StopAsync();
        await _service.DisposeAsync();
        await Customer.DisposeAsync();
        await _data.DisposeAsync();
        await server.DropDatabaseAsync(_connectionString);
    }

    /// <summary>Registers an endpoint of its own for the test, as the only one of the account.</summary>
    internal async Task RegisterAsync(string path, object? more = null)
    {
        Customer.Respond = (_, _) => Task.CompletedTask;
        await UnregisterAsync();
        // Updates about messages of earlier tests must not reach this one.
        await Eventually.HoldsAsync(async () => await ExecuteAsync("SELECT count(*) FROM messages WHERE state <> 'completed'") is 0L);
        var webhook = new JsonObject { ["subAccountId"] = "demo", ["type"] = "CADR", ["url"] = Customer.At(path).AbsoluteUri };
        foreach (var (name, value) in System.Text.Json.JsonSerializer.SerializeToNode(more ?? new { })!.AsObject().ToList())
            webhook[name] = value?.DeepClone();
        using var response = await Http.PostAsJsonAsync(Webhooks, new JsonArray(webhook));
        response.StatusCode.Should().Be(System.Net.HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        (await response.Content.ReadAsStringAsync()).Should().BeEmpty();
    }

    internal async Task UnregisterAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, Webhooks)
        {
            Content = JsonContent.Create(new[] { new { subAccountId = "demo" }, new { subAccountId = "*" } }),
        };
        using var response = await Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Sends a message; a WhatsApp with one receipt after another unless the test names other channels.</summary>
    internal async Task<string> SendAsync(string number = "+9990333", string? receiptUrl = null, params object[] channels)
    {
        using var response = await Http.PostAsJsonAsync("/api/v1/subaccounts/demo/messages", new
        {
            channels = channels.Length > 0 ? channels : [new { channel = "SMS" }],
            user = new { msisdn = number },
            clientMessageId = "order-7781",
            type = "text",
            content = new { text = "Hello World!" },
            dlrCallbackUrl = receiptUrl,
        });
        response.IsSuccessStatusCode.Should().BeTrue(await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!["umid"]!.GetValue<string>();
    }

    /// <summary>
    /// Moves the database's clock on, and with it everything that is due, while no call is on its way: on a slow machine the end of its
    /// lease would be skipped, and the call repeated.
    /// </summary>
    internal Task AdvanceAsync(TimeSpan by) => Eventually.HoldsAsync(async () =>
    {
        await using var connection = await _data.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        // Until the transaction ends, nobody takes a lease.
        await using var command = new NpgsqlCommand(
            """
            LOCK TABLE attempts, status_updates IN EXCLUSIVE MODE;
            SELECT (SELECT count(*) FROM attempts WHERE handover = 'calling')
                + (SELECT count(*) FROM status_updates WHERE lease_until IS NOT NULL)
            """,
            connection);
        if (await command.ExecuteScalarAsync() is not 0L)
            return false;
        await DatabaseClock.MoveAsync(connection, by);
        await transaction.CommitAsync();
        return true;
    });

    internal async Task<object?> ExecuteAsync(string sql)
    {
        await using var command = _data.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private HttpClient Client(string key)
    {
        var client = new HttpClient { BaseAddress = new Uri(_service.App.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }
}
