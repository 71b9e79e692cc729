using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.Sending.Contents;
using FallbackOrchestrator.Simulator;
using FallbackOrchestrator.Tracking;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>
/// The service, its PostgreSQL and its providers: real HTTP between them, real signatures, and a time that tests move. As a class fixture
/// it is shared by the tests of a class; a test that needs another one starts its own.
/// </summary>
public class World(PostgresServer server) : IAsyncLifetime
{
    /// <summary>Stands for the address of the simulated providers in a setting.</summary>
    public const string Simulator = "{simulator}";

    private const string Messages = "/api/v1/subaccounts/demo/messages";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private readonly Dictionary<string, string> _settings = [];
    private readonly Dictionary<string, StubProvider> _stubs = [];
    private readonly List<Replica> _replicas = [];
    private readonly SteppedTime _time = new();
    private readonly int _port = ServiceProcess.FreePort();
    private string _connectionString = "";
    private FaultyDatabaseProxy? _line;
    private NpgsqlDataSource _data = null!;
    private WebApplication _simulator = null!;
    private VirtualTime _clockwork = null!;

    /// <summary>What the hosts logged: warnings and worse.</summary>
    internal RecordedLog Log { get; } = new(LogLevel.Warning);

    internal IReadOnlyList<Replica> Replicas => _replicas;

    /// <summary>Accounts whose provider leaves a call without a response.</summary>
    internal IEnumerable<string> SilentAccounts => _stubs.Where(stub => stub.Value.IsSilent).Select(stub => stub.Key);

    /// <summary>Messages for whose first step a lost replica was calling.</summary>
    internal HashSet<Guid> LostMessages { get; } = [];

    /// <summary>Messages that the test made unreadable: they stay due for ever.</summary>
    internal HashSet<Guid> UnreadableMessages { get; } = [];

    internal ReceiptScheduler Receipts => _simulator.Services.GetRequiredService<ReceiptScheduler>();

    /// <summary>The database, without the service.</summary>
    internal NpgsqlDataSource Data => _data;

    internal DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>How to reach the database, not over a line.</summary>
    internal string Database => _connectionString;

    /// <summary>Where the simulated Zalo issues tokens.</summary>
    internal string ZaloTokenAddress => $"{_simulator.Urls.Single()}/simulator/zalo/v4/oa/access_token";

    /// <summary>The address of the simulated Graph API.</summary>
    internal string MetaAddress => $"{_simulator.Urls.Single()}/simulator/meta";

    /// <summary>What the first replica remembers of people.</summary>
    internal Persistence.Reachability Reachability => _replicas[0].Reachability;

    /// <summary>Calls the first replica as the customer.</summary>
    internal HttpClient Http => _replicas[0].Http;

    /// <summary>How far a jump of the clock goes at least; and at most, while attempts wait for limits.</summary>
    internal TimeSpan Grain
    {
        set => _clockwork.Grain = value;
    }

    /// <summary>Changes a setting of the hosts; before the start.</summary>
    public World With(string setting, string value)
    {
        _settings[setting] = value;
        return this;
    }

    /// <summary>Lets an account's calls go to a provider that the test holds in its hands; before the start.</summary>
    internal World With(string account, StubProvider provider)
    {
        _stubs[account] = provider;
        return With($"ChannelAccounts:{account}:BaseAddress", provider.Address);
    }

    /// <summary>Lets the service reach its database over a line that the test can break; before the start.</summary>
    internal World With(FaultyDatabaseProxy line)
    {
        _line = line;
        return this;
    }

    public async Task<World> StartAsync()
    {
        await InitializeAsync();
        return this;
    }

    public async ValueTask InitializeAsync()
    {
        _connectionString = await server.CreateMigratedDatabaseAsync();
        _data = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_connectionString) { MaxAutoPrepare = 20 });
        await ExecuteAsync("UPDATE test_clock SET now = $1", _time.GetUtcNow());
        _clockwork = new VirtualTime(_data, _time, this);
        _simulator = SimulatorHost.Create(
            Replica.Arguments(0, _settings.Append(new("Simulator:ReceiptsTo", Replica.AddressAt(_port).AbsoluteUri))),
            AppContext.BaseDirectory,
            builder => Replica.Configure(builder, _time, Log));
        await _simulator.StartAsync();
        await StartReplicaAsync();
    }

    /// <summary>Starts a service; the first listens where providers post their receipts.</summary>
    public async Task StartReplicaAsync()
    {
        var simulator = _simulator.Urls.Single();
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings:Postgres"] = _line?.To(_connectionString) ?? _connectionString,
            ["PublicBaseUrl"] = Replica.AddressAt(_port).AbsoluteUri,
            ["Hangfire:Enabled"] = "false",
            ["ChannelAccounts:whatsapp-demo:BaseAddress"] = $"{simulator}/simulator/meta",
            ["ChannelAccounts:viber-demo:BaseAddress"] = $"{simulator}/simulator/vonage",
            ["ChannelAccounts:sms-demo:BaseAddress"] = $"{simulator}/simulator/twilio",
            ["ChannelAccounts:rcs-demo:BaseAddress"] = $"{simulator}/simulator/google",
            ["ChannelAccounts:line-notification-demo:BaseAddress"] = $"{simulator}/simulator/line",
        };
        foreach (var (key, value) in _settings)
            settings[key] = value.Replace(Simulator, simulator, StringComparison.Ordinal);
        _replicas.Add(await Replica.StartAsync(_replicas.Count == 0 ? _port : ServiceProcess.FreePort(), settings, _time, Log));
    }

    /// <summary>Stops every service, as for an outage.</summary>
    public async Task StopReplicasAsync()
    {
        foreach (var replica in _replicas)
            await replica.DisposeAsync();
        _replicas.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await StopReplicasAsync();
        await _simulator.StopAsync();
        await _simulator.DisposeAsync();
        await _data.DisposeAsync();
        await server.DropDatabaseAsync(_connectionString);
    }

    /// <summary>Moves time on, through everything that happens meanwhile.</summary>
    public Task AdvanceAsync(TimeSpan by) => _clockwork.AdvanceAsync(by);

    /// <summary>Waits until everything that is due has happened.</summary>
    public Task SettleAsync() => _clockwork.SettleAsync();

    /// <summary>Lets time go on until the result is the expected one: nothing else moves a world's time.</summary>
    public Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> willDo) => _clockwork.UntilAsync(ask, willDo);

    /// <summary>Sends a text; returns the message's id.</summary>
    public Task<Guid> SendAsync(string number, params RequestedStep[] channels) => SendAsync(Text(number, channels));

    /// <summary>Sends a message by one of the replicas; returns its id.</summary>
    public async Task<Guid> SendAsync(SendRequest request, int replica = 0)
    {
        using var response = await PostAsync(request, replica);
        response.IsSuccessStatusCode.Should().BeTrue(await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<SendResponse>())!.Umid;
    }

    /// <summary>A text to send.</summary>
    public static SendRequest Text(string number, params RequestedStep[] channels) => new()
    {
        User = new RequestedUser { Msisdn = number },
        Type = "text",
        Content = new RequestedContent { Text = "Hello World!" },
        Channels = channels,
    };

    public Task<HttpResponseMessage> PostAsync(SendRequest request, int replica = 0) =>
        _replicas[replica].Http.PostAsJsonAsync(Messages, request);

    /// <summary>Posts a body as a customer wrote it.</summary>
    public async Task<SendResponse> SendJsonAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(Messages, content);
        response.IsSuccessStatusCode.Should().BeTrue(await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<SendResponse>())!;
    }

    public async Task<MessageTimeline> TimelineAsync(Guid umid) =>
        (await Http.GetFromJsonAsync<MessageTimeline>($"{Messages}/{umid}/timeline", Json))!;

    public async Task<MessageDetails> DetailsAsync(Guid umid) =>
        (await Http.GetFromJsonAsync<MessageDetails>($"{Messages}/{umid}"))!;

    /// <summary>Takes a message back; returns 8x8's <c>cancelledCount</c>.</summary>
    public async Task<int> CancelAsync(Guid umid)
    {
        using var response = await Http.DeleteAsync($"{Messages}/{umid}");
        return (await response.Content.ReadFromJsonAsync<CancelResponse>())!.CancelledCount;
    }

    /// <summary>The calls that the providers received for a number, or all of them.</summary>
    internal IReadOnlyList<RecordedCall> Calls(string? number = null) => _simulator.Services.GetRequiredService<CallLog>().Calls(number);

    /// <summary>The channels on which a number was called, in order.</summary>
    internal IEnumerable<string?> ChannelsCalled(string number) => Calls(number).Select(call => call.Channel?.ToString());

    /// <summary>Posts what Meta would, signed with its secret, to an account's webhook.</summary>
    internal async Task<HttpResponseMessage> PostMetaStatusAsync(
        string body, string account = "whatsapp-demo", string secret = "dev-meta-app-secret")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.Add("X-Hub-Signature-256", Signatures.Meta(secret, Encoding.UTF8.GetBytes(body)));
        return await Http.PostAsync($"/webhooks/meta/{account}", content);
    }

    /// <summary>Locks a message's row, as a transaction does that writes it, until what it returns is disposed of.</summary>
    internal async Task<IAsyncDisposable> HoldAsync(Guid umid)
    {
        var connection = await ConnectAsync();
        await using var hold = new NpgsqlCommand($"BEGIN; SELECT FROM messages WHERE id = '{umid}' FOR UPDATE", connection);
        await hold.ExecuteNonQueryAsync();
        return new HeldRow(connection);
    }

    /// <summary>Leaves a message's only attempt, which waits, as a replica leaves it that is lost while it calls.</summary>
    internal async Task LoseReplicaWhileItCallsAsync(Guid umid)
    {
        LostMessages.Add(umid);
        await ExecuteAsync(
            """
            WITH lost AS (
                UPDATE attempts SET handover = 'calling', epoch = epoch + 1, dispatch_at = NULL, leased_at = orchestrator_now(),
                    lease_until = orchestrator_now() + interval '30 s'
                WHERE message_id = $1 RETURNING message_id)
            UPDATE messages SET due_at = orchestrator_now() + interval '30 s' FROM lost WHERE id = message_id
            """,
            umid);
    }

    /// <summary>Whether an account's limits are reached. One call may be free again: time moves on while a test looks.</summary>
    internal bool WaitsForLimits(string account) =>
        _replicas.All(replica => !replica.Gates.Accounts.Contains(new ChannelAccountId(account))
            || replica.Gates[new ChannelAccountId(account)].Free() <= 1);

    internal async Task<T> QueryAsync<T>(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    internal async Task ExecuteAsync(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>After the server crashed: its connections are dead.</summary>
    internal void ForgetConnections() => _data.Clear();

    internal ValueTask<NpgsqlConnection> ConnectAsync() => _data.OpenConnectionAsync();

    /// <summary>
    /// Waits until a transaction waits for a row that <see cref="HoldAsync"/> holds: what comes to the door now is in a later group.
    /// </summary>
    internal Task SomebodyWaitsAsync() => Until.TrueAsync(
        () => QueryAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"),
        waiting => waiting > 0);

    private sealed class HeldRow(NpgsqlConnection connection) : IAsyncDisposable
    {
        // The connection goes back to its pool, which would reset it only before its next use.
        public async ValueTask DisposeAsync()
        {
            await using (var release = new NpgsqlCommand("ROLLBACK", connection))
                await release.ExecuteNonQueryAsync();
            await connection.DisposeAsync();
        }
    }

    private NpgsqlCommand Command(string sql, object[] parameters)
    {
        var command = _data.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return command;
    }
}
