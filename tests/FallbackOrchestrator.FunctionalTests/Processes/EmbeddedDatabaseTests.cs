using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Processes;

[Collection(ProcessTests.Name)]
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
            umid = await killed.Client.SendAsync(DemoClient.Fallback(Silent, whatsApp: 3, viber: 1));
            await Until.TrueAsync(() => killed.Client.TimelineAsync(umid), seen => seen["attempts"]![0]!["status"]!.GetValue<string>() == "accepted");
            await killed.KillAsync();
        }
        _folder.PostmasterId.Should().NotBeNull("a killed service cannot stop its database");

        await using (var second = await StartAsync())
        {
            var timeline = await second.Client.CompletedAsync(umid);

            timeline["succeededStep"]!.GetValue<int>().Should().Be(3);
            var calls = (await second.Client.GetAsync($"/simulator/calls?to={Uri.EscapeDataString(Silent)}")).Body!.AsArray();
            calls.Select(call => call!["channel"]!.GetValue<string>()).Should().Equal(["Viber", "Sms"], "WhatsApp had been called before the kill");
            (await second.StopAsync()).Should().Be(0, second.Output);
        }
        _folder.PostmasterId.Should().BeNull("the database stops with its service");

        await using var third = await StartAsync();
        (await third.Client.TimelineAsync(umid))["outcome"]!.GetValue<string>().Should().Be("succeeded");
        (await third.StopAsync()).Should().Be(0, third.Output);
    }

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    private Task<ServiceProcess> StartAsync() => ServiceProcess.StartAsync(
        ("EmbeddedPostgres:DataFolder", _folder.Options.DataFolder!), ("EmbeddedPostgres:ExtraSettings:fsync", "off"));
}
