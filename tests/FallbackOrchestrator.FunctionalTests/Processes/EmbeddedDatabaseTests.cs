using System.Net;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Processes;

public sealed class EmbeddedDatabaseTests : IAsyncDisposable
{
    private readonly TempDataFolder _folder = new();

    [Fact]
    public async Task Without_any_setting_it_brings_its_own_PostgreSQL_whose_data_outlive_a_kill_and_a_stop()
    {
        const string Silent = "+9990113004";
        string umid;
        await using (var killed = await StartAsync())
        {
            umid = await killed.Client.SendAsync(DemoClient.Fallback(Silent, whatsApp: 600, viber: 600));
            await Until.TrueAsync(
                () => killed.Client.TimelineAsync(umid), seen => seen["attempts"]![0]!["status"]!.GetValue<string>() == "accepted");
            await killed.KillAsync();
        }
        _folder.PostmasterId.Should().NotBeNull("a killed service cannot stop its database");

        await using (var second = await StartAsync())
        {
            await SkipAsync(second, umid, step: 1);
            await Until.TrueAsync(
                () => second.Client.TimelineAsync(umid), seen => seen["attempts"]![1]!["status"]?.GetValue<string>() == "accepted");
            await SkipAsync(second, umid, step: 2);
            var timeline = await second.Client.CompletedAsync(umid);

            timeline["succeededStep"]!.GetValue<int>().Should().Be(3);
            var calls = (await second.Client.GetAsync($"/simulator/calls?to={Uri.EscapeDataString(Silent)}")).Body!.AsArray();
            calls.Select(
                call => call!["channel"]!.GetValue<string>()).Should().Equal(["Viber", "Sms"], "WhatsApp had been called before the kill");
            (await second.StopAsync()).Should().Be(0, second.Output);
        }
        _folder.PostmasterId.Should().BeNull("the database stops with its service");

        await using var third = await StartAsync();
        (await third.Client.TimelineAsync(umid))["outcome"]!.GetValue<string>().Should().Be("succeeded");
        (await third.StopAsync()).Should().Be(0, third.Output);
    }

    [Fact]
    public async Task Its_PostgreSQL_is_started_again_when_it_is_killed_and_messages_are_sent_without_a_restart_of_the_service()
    {
        await using var service = await StartAsync();
        await service.Client.CompletedAsync(await service.Client.SendAsync(DemoClient.Fallback("+9990444005")));

        await _folder.KillPostmasterAsync();

        await Until.TrueAsync(
            async () => (await service.Client.PostAsync(DemoClient.Fallback("+9990444006"))).Status, status => status == HttpStatusCode.OK);
        await Until.TrueAsync(service.Client.IsReadyAsync, ready => ready);
        await service.Client.CompletedAsync(await service.Client.SendAsync(DemoClient.Fallback("+9990444007")));
        service.Output.Should().Contain("has ended").And.Contain("is running again");
    }

    [Fact]
    public async Task It_ends_with_a_reason_when_its_PostgreSQL_cannot_be_started_again()
    {
        await using var service = await StartAsync(("EmbeddedPostgres:GiveUpAfter", "00:00:01"));
        await File.AppendAllTextAsync(
            Path.Combine(_folder.Cluster.DataPath, "postgresql.conf"), "nonsense = 1\n", TestContext.Current.CancellationToken);
        await _folder.KillPostmasterAsync();

        (await service.EndedAsync()).Should().Be(1, service.Output);

        service.Output.Should().Contain("The service ends").And.Contain("could not be restarted").And.Contain("nonsense");
    }

    [Fact]
    public async Task It_says_where_its_data_are_and_that_a_second_service_on_them_has_joined_the_first()
    {
        await using var first = await StartAsync();
        first.Output.Should().Contain("Fallback Orchestrator").And.Contain(
            "keeps its data in").And.Contain("Creating a database in").And.Contain("started on 127.0.0.1:");
        await Until.TrueAsync(
            () => Task.FromResult(first.Output),
                output => output.Contains($"Data        {_folder.Cluster.Root}", StringComparison.Ordinal));
        first.Output.Should().Contain("To begin anew, stop the service and delete that folder").And.NotContain("joined");
        first.Output.Should().Contain("  Account     00000000-0000-0000-0000-000000000001, subaccount demo").And.Contain(
            $"  Try it      curl -s {first.Address.AbsoluteUri}api/v1/subaccounts/demo/messages ");
        first.Output.Should().NotContain("WRN", "nothing is wrong").And.NotContain("XML encryptor");

        await using var second = await StartAsync();

        await Until.TrueAsync(
            () => Task.FromResult(second.Output), output => output.Contains("It joined the service", StringComparison.Ordinal));
        second.Output.Should().Contain($"runs on {first.Address.AbsoluteUri.TrimEnd('/')}:").And.Contain("EmbeddedPostgres:DataFolder");
        (await second.StopAsync()).Should().Be(0, second.Output);
        second.Output.Should().Contain("keeps running");
    }

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    private static async Task SkipAsync(ServiceProcess service, string umid, int step) =>
        (await service.Client.PostAsync($$"""{ "step": {{step}} }""", $"{DemoClient.Messages}/{umid}/skip")).Status.Should().Be(System.Net.HttpStatusCode.OK);

    private Task<ServiceProcess> StartAsync(params (string Name, string Value)[] settings) => ServiceProcess.StartAsync(
        [("EmbeddedPostgres:DataFolder", _folder.Options.DataFolder!), ("EmbeddedPostgres:ExtraSettings:fsync", "off"), .. settings]);
}
