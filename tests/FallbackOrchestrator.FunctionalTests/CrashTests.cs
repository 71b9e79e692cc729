using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Persistence;
using FallbackOrchestrator.Sending;
using Npgsql;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>
/// What is said of transactions when PostgreSQL itself crashes and recovers (<c>pg_ctl stop -m immediate</c>), and what becomes of
/// messages.
/// </summary>
public sealed class CrashTests : IAsyncLifetime
{
    private CrashableServer _postgres = null!;

    public async ValueTask InitializeAsync() => _postgres = await CrashableServer.StartAsync();

    public ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        return _postgres.DisposeAsync();
    }

    [Fact]
    public async Task A_reused_transaction_number_proves_nothing_but_the_row_does()
    {
        var database = await PostgresServer.At(_postgres.ConnectionString).CreateMigratedDatabaseAsync();
        await using var data = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Pooling = false });
        var done = new CommitEvidence.Mark(Guid.CreateVersion7());
        var lost = new CommitEvidence.Mark(Guid.CreateVersion7());
        ulong doneNumber, lostNumber;
        await using (var connection = await data.OpenConnectionAsync())
        {
            doneNumber = await InsertAsync(connection, done);
            await using var transaction = await connection.BeginTransactionAsync();
            lostNumber = await InsertAsync(connection, lost);
            await _postgres.CrashAsync();
        }
        await _postgres.StartAgainAsync();

        (await VerifiedCommit.IsCommittedAsync(data, lostNumber, lost, CancellationToken.None)).Should().BeFalse(
            "its number lies in the future now");
        await _postgres.GiveNumberAgainAsync(lostNumber, database);

        (await VerifiedCommit.IsCommittedAsync(data, lostNumber, lost, CancellationToken.None)).Should().BeFalse(
            "another transaction has its number");
        (await VerifiedCommit.IsCommittedAsync(data, doneNumber, done, CancellationToken.None)).Should().BeTrue();
    }

    [Fact]
    public async Task A_running_transaction_is_waited_for()
    {
        var database = await PostgresServer.At(_postgres.ConnectionString).CreateMigratedDatabaseAsync();
        await using var data = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Pooling = false });
        var mark = new CommitEvidence.Mark(Guid.CreateVersion7());
        await using var connection = await data.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var number = await InsertAsync(connection, mark);

        var asking = VerifiedCommit.IsCommittedAsync(data, number, mark, CancellationToken.None);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var askingForAMoment = () => VerifiedCommit.IsCommittedAsync(data, number, mark, soon.Token);
        await askingForAMoment.Should().ThrowAsync<OperationCanceledException>();
        asking.IsCompleted.Should().BeFalse();
        await transaction.CommitAsync();

        (await asking).Should().BeTrue();
    }

    [Fact]
    public async Task A_failure_at_the_end_of_the_verification_does_not_mean_that_nothing_was_stored()
    {
        using var ending = new CancellationTokenSource();
        var source = new NpgsqlDataSourceBuilder(_postgres.ConnectionString);
        source.UsePhysicalConnectionInitializer(_ => { }, async _ =>
        {
            await ending.CancelAsync();
            throw new NpgsqlException("the connection broke");
        });
        await using var data = source.Build();

        var asking = () => VerifiedCommit.IsCommittedAsync(data, 1, new CommitEvidence.Mark(Guid.CreateVersion7()), ending.Token);

        await asking.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task A_send_whose_transaction_number_was_reused_does_not_return_200()
    {
        using var line = new FaultyDatabaseProxy();
        await using var world = await new World(PostgresServer.At(_postgres.ConnectionString))
            .With(line).With("MessageQueue:ResponseTimeout", "00:10:00").StartAsync();
        for (var tries = 0; ; tries++)
        {
            var number = await world.QueryAsync<long>("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
            line.HoldCommitOf("9990433");
            var sending = world.PostAsync(World.Text("+9990433", Sms()));
            await Eventually.HoldsAsync(() => Task.FromResult(line.Held == tries + 1));
            // Nothing else may have committed since, or the number has reached the disk.
            var isLast = await world.QueryAsync<long>("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint") == number;
            if (!isLast && tries < 20)
            {
                line.DropHeld();
                using var refused = await sending;
                refused.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
                continue;
            }
            await _postgres.CrashAsync();
            await _postgres.StartAgainAsync();
            await _postgres.GiveNumberAgainAsync((ulong)number, world.Database);
            line.DropHeld();
            using var response = await sending;
            world.ForgetConnections();

            response.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
            (await world.QueryAsync<long>("SELECT count(*) FROM messages")).Should().Be(0);
            return;
        }
    }

    [Fact]
    public async Task Messages_accepted_with_200_survive_crashes_during_commits_and_nothing_is_sent_twice()
    {
        const int Crashes = 4;
        await using var world = await new World(PostgresServer.At(_postgres.ConnectionString)).StartAsync();
        await world.StartReplicaAsync();
        var (stored, refused, unknown) = (
            new ConcurrentDictionary<string, Guid>(), new ConcurrentBag<string>(), new ConcurrentBag<string>());
        var number = 0;
        using var ended = new CancellationTokenSource();
        var senders = Enumerable.Range(0, 8).Select(sender => Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                var to = $"+9990333{Interlocked.Increment(ref number):00000}";
                using var response = await world.PostAsync(World.Text(to, Sms()), sender % 2);
                if (response.IsSuccessStatusCode)
                    stored[to] = (await response.Content.ReadFromJsonAsync<SendResponse>())!.Umid;
                else
                    (response.StatusCode == HttpStatusCode.ServiceUnavailable ? refused : unknown).Add(to);
            }
        })).ToList();

        for (var crash = 1; crash <= Crashes; crash++)
        {
            var soFar = stored.Count;
            await Until.TrueAsync(() => Task.FromResult(stored.Count), count => count >= soFar + 25);
            await _postgres.CrashAsync();
            await _postgres.StartAgainAsync();
        }
        var last = stored.Count;
        await Until.TrueAsync(() => Task.FromResult(stored.Count), count => count > last);
        await ended.CancelAsync();
        await Task.WhenAll(senders);
        world.ForgetConnections();
        await world.UntilAsync(
            () => world.QueryAsync<long>("SELECT count(*) FROM attempts WHERE handover IN ('queued', 'calling')"),
            left => left == 0);

        var rows = new Dictionary<string, Guid>();
        await using (var connection = await world.ConnectAsync())
        await using (var read = new NpgsqlCommand("SELECT msisdn, id FROM messages", connection))
        await using (var reader = await read.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                rows.Add(reader.GetString(0), reader.GetGuid(1));
        }
        stored.Where(sent => rows.GetValueOrDefault(sent.Key) != sent.Value).Should().BeEmpty("what returned 200 is stored");
        refused.Where(rows.ContainsKey).Should().BeEmpty("what returned 503 is not stored");
        world.Calls().GroupBy(call => call.To).Where(calls => calls.Count() > 1).Should().BeEmpty("nothing was handed over twice");
        world.Calls().Select(call => call.To).Except(rows.Keys).Should().BeEmpty("what is not stored is not handed over");
    }

    private static async Task<ulong> InsertAsync(NpgsqlConnection connection, CommitEvidence.Mark mark)
    {
        await using var insert = new NpgsqlCommand(CommitEvidence.InsertMark, connection);
        insert.Parameters.Add(RowArrays.Parameter(mark.Id));
        return (ulong)(await insert.ExecuteScalarAsync())!;
    }
}
