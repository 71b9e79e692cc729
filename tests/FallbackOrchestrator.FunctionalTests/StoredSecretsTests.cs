using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Persistence.Secrets;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>
/// Secrets and cookies are encrypted by keys that all replicas share, and that only the wrapping key of the settings decrypts.
/// </summary>
public sealed class StoredSecretsTests(PostgresServer server) : IAsyncLifetime
{
    private const string Secret = "a-secret-of-a-provider";

    private static readonly string One = Convert.ToBase64String([.. Enumerable.Repeat((byte)1, 32)]);
    private static readonly string Two = Convert.ToBase64String([.. Enumerable.Repeat((byte)2, 32)]);

    private string _database = "";

    public async ValueTask InitializeAsync() => _database = await server.CreateDatabaseAsync();

    public async ValueTask DisposeAsync() => await server.DropDatabaseAsync(_database);

    [Fact]
    public async Task What_one_replica_protects_every_other_reads()
    {
        await using var first = await StartAsync(One);
        await using var second = await StartAsync(One);

        var cookie = Cookies(first).Protect("somebody");
        var stored = Secrets(first).Protect("test", "a", Secret);

        Cookies(second).Unprotect(cookie).Should().Be("somebody");
        Secrets(second).Read("test", "a", stored).Should().Be(Secret);
        Secrets(first).Read("test", "a", Secrets(second).Protect("test", "a", Secret)).Should().Be(Secret);
    }

    [Fact]
    public async Task Replicas_that_open_an_empty_ring_at_the_same_moment_make_one_key()
    {
        var database = await server.CreateMigratedDatabaseAsync();
        await using (var data = NpgsqlDataSource.Create(database))
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Secrets:WrappingKey", One)]).Build();
            var replicas = Enumerable.Range(0, 5).Select(_ => new ServiceCollection().AddLogging()
                .AddKeyedSingleton(OrchestratorDbContext.Managing, data).AddStoredSecrets(configuration).BuildServiceProvider()).ToList();

            // Each takes its time to make it.
            using var slowly = new ManualResetEventSlim();
            await Task.WhenAll(replicas.Select(replica => Task.Run(() => replica.GetRequiredService<KeyRing>().OpenAsync(
                () =>
                {
                    var found = replica.GetRequiredService<KeyRing>().GetAllElements().Count;
                    slowly.Wait(TimeSpan.FromSeconds(0.2));
                    if (found == 0)
                        replica.GetDataProtector("any").Protect("");
                },
                CancellationToken.None))));

            await using var count = data.CreateCommand("SELECT count(*) FROM data_protection_keys");
            (await count.ExecuteScalarAsync()).Should().Be(1L);
            foreach (var replica in replicas)
                await replica.DisposeAsync();
        }
        await server.DropDatabaseAsync(database);
    }

    [Fact]
    public async Task What_is_stored_shows_no_key_and_no_secret()
    {
        await using var host = await StartAsync(One);
        var stored = Secrets(host).Protect("test", "a", Secret);

        stored.Should().StartWith("protected:").And.NotContain(Secret);
        (await AskAsync<string>("SELECT string_agg(encode(wrapped, 'escape'), '') FROM data_protection_keys"))
            .Should().NotContain("masterKey").And.NotContain("<key").And.NotContain("descriptor");
    }

    [Fact]
    public async Task A_secret_is_bound_to_its_kind_and_its_owner_and_one_in_clear_text_is_read_as_it_is()
    {
        await using var host = await StartAsync(One);
        var secrets = Secrets(host);
        var stored = secrets.Protect("test", "a", Secret);

        secrets.Invoking(read => read.Read("test", "b", stored)).Should().Throw<UnreadableSecretException>();
        secrets.Invoking(read => read.Read("other", "a", stored)).Should().Throw<UnreadableSecretException>()
            .Which.ToString().Should().NotContain(Secret);
        secrets.Read("test", "a", "whsec_of-an-earlier-version").Should().Be("whsec_of-an-earlier-version");
    }

    [Fact]
    public async Task The_wrapping_key_is_rotated_while_replicas_run()
    {
        await using var old = await StartAsync(One);
        var stored = Secrets(old).Protect("test", "a", Secret);
        var before = (await RowsAsync()).Should().ContainSingle().Which;

        await using (var rotating = await StartAsync(Two, previous: One))
        {
            Secrets(rotating).Read("test", "a", stored).Should().Be(Secret);
            (await RowsAsync()).Should().ContainSingle().Which.Should().NotBe(before);
            Ring(old).GetAllElements().Should().ContainSingle("a replica with only the old key keeps what it has read");
            Secrets(rotating).Read("test", "b", Secrets(old).Protect("test", "b", Secret)).Should().Be(Secret);
        }
        await using var rotated = await StartAsync(Two);
        Secrets(rotated).Read("test", "a", stored).Should().Be(Secret);
        (await RowsAsync()).Should().ContainSingle();
    }

    [Theory]
    [InlineData("other", "under another wrapping key")]
    [InlineData("none", "Secrets:WrappingKey is missing")]
    public async Task With_a_lost_wrapping_key_the_service_starts_says_which_setting_is_wrong_and_stores_nothing(string key, string why)
    {
        string stored;
        await using (var before = await StartAsync(One))
            stored = Secrets(before).Protect("test", "a", Secret);

        await using var host = await StartAsync(key == "none" ? "" : Two);

        (await host.Client.Http.GetAsync("/healthz/ready")).EnsureSuccessStatusCode();
        Secrets(host).WhyNot.Should().Contain(why).And.Contain("Secrets:WrappingKey").And.NotContain(One).And.NotContain(Two);
        Secrets(host).Invoking(secrets => secrets.Read("test", "a", stored)).Should().Throw<UnreadableSecretException>().WithMessage($"*{why}*");
        Secrets(host).Invoking(secrets => secrets.Protect("test", "a", Secret)).Should().Throw<InvalidOperationException>();
        Cookies(host).Unprotect(Cookies(host).Protect("somebody")).Should().Be("somebody", "its own pages work");
        (await RowsAsync()).Should().ContainSingle("a key that others could not read is not stored");

        await using var mended = await StartAsync(One);
        Secrets(mended).Read("test", "a", stored).Should().Be(Secret);
    }

    private Task<ApiHost> StartAsync(string key, string previous = "") => ApiHost.StartWithAsync(
        server, ("ConnectionStrings:Postgres", _database), ("Hangfire:Enabled", "false"), ("Secrets:WrappingKey", key),
        ("Secrets:PreviousWrappingKey", previous));

    private static StoredSecrets Secrets(ApiHost host) => host.App.Services.GetRequiredService<StoredSecrets>();

    private static KeyRing Ring(ApiHost host) => host.App.Services.GetRequiredService<KeyRing>();

    private static IDataProtector Cookies(ApiHost host) => host.App.Services.GetDataProtector("cookies");

    private async Task<string[]> RowsAsync() =>
        (await AskAsync<string[]>("SELECT array_agg(id || ' ' || wrapped_by) FROM data_protection_keys"))!;

    private async Task<T> AskAsync<T>(string sql)
    {
        await using var data = NpgsqlDataSource.Create(_database);
        await using var command = data.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
