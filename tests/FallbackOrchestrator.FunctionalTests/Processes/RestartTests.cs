using System.Collections.Concurrent;
using System.Globalization;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Processes;

public sealed class RestartTests(PostgresServer server)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_service_killed_during_a_window_continues_with_the_next_step_when_it_is_back_and_repeats_nothing()
    {
        await using var deployment = await Deployment.CreateAsync(server);
        const string Silent = "+9990113001"; // WhatsApp and Viber take it and say nothing; SMS delivers.
        string umid;
        await using (var killed = await deployment.StartServiceAsync())
        {
            umid = await killed.Client.SendAsync(DemoClient.Fallback(Silent, whatsApp: Window.TotalSeconds, viber: Window.TotalSeconds));
            await Until.TrueAsync(() => deployment.Providers.CallsAsync(Silent), calls => calls.Count == 1);
            await Until.TrueAsync(
                () => killed.Client.TimelineAsync(umid), seen => seen["attempts"]![0]!["status"]!.GetValue<string>() == "accepted");
            await killed.KillAsync();
        }

        await using var service = await deployment.StartServiceAsync();
        await DatabaseClock.MoveAsync(deployment.Data, Window);
        await Until.TrueAsync(
            () => service.Client.TimelineAsync(umid), seen => seen["attempts"]![1]!["status"]?.GetValue<string>() == "accepted");
        await DatabaseClock.MoveAsync(deployment.Data, Window);
        var timeline = await service.Client.CompletedAsync(umid);

        timeline["outcome"]!.GetValue<string>().Should().Be("succeeded");
        timeline["succeededStep"]!.GetValue<int>().Should().Be(3);
        var calls = await deployment.Providers.CallsAsync(Silent);
        calls.Select(call => call.Channel).Should().Equal("WhatsApp", "Viber", "Sms");
        var opened = timeline["attempts"]!.AsArray().Select(attempt => attempt!["opensAt"]!.GetValue<DateTimeOffset>()).ToList();
        (opened[1] - opened[0]).Should().BeGreaterThanOrEqualTo(Window, "a window is never shorter than asked");
    }

    [Fact]
    public async Task A_service_stopped_under_load_leaves_nothing_half_done_and_the_next_one_finishes_all_that_was_accepted()
    {
        await using var deployment = await Deployment.CreateAsync(server);
        var accepted = new ConcurrentBag<string>();
        await using (var stopped = await deployment.StartServiceAsync())
        {
            var sending = Task.WhenAll(Enumerable.Range(0, 300).Select(number => SendAsync(stopped, number, accepted)));
            await Until.TrueAsync(() => Task.FromResult(accepted.Count), count => count >= 100);

            var exitCode = await stopped.StopAsync();

            exitCode.Should().Be(0, stopped.Output);
            await sending;
        }
        (await deployment.AskAsync<long>("SELECT count(*) FROM attempts WHERE unknown OR lease_until IS NOT NULL"))
            .Should().Be(0, "every call that was begun ended and was recorded");
        (await deployment.AskAsync<long>("SELECT count(*) FROM messages WHERE state <> 'completed'"))
            .Should().BePositive("the test is about messages that the stop interrupted");

        await using var service = await deployment.StartServiceAsync();
        foreach (var umid in accepted)
            (await service.Client.CompletedAsync(umid))["outcome"]!.GetValue<string>().Should().Be("succeeded");

        (await deployment.AskAsync<long>("SELECT count(*) FROM attempts WHERE unknown")).Should().Be(0);
        var taken = (await deployment.Providers.CallsAsync()).Where(call => call.Status is >= 200 and < 300).ToList();
        taken.Select(call => call.Reference).Should().OnlyHaveUniqueItems("no provider is handed an attempt twice");
    }

    // Some are delivered on WhatsApp, some are refused twice as one too many; most go through all channels at once, one call upon the
    // other.
    private static async Task SendAsync(ServiceProcess service, int number, ConcurrentBag<string> accepted)
    {
        var script = (number % 6) switch { 0 => "444", 1 => "844", _ => "003" };
        try
        {
            var (status, body) = await service.Client.PostAsync(DemoClient.Fallback(
                string.Create(CultureInfo.InvariantCulture, $"+9990{script}{number:0000}"), whatsApp: 60, viber: 60));
            if (status == System.Net.HttpStatusCode.OK)
                accepted.Add(body!["umid"]!.GetValue<string>());
        }
        catch (HttpRequestException)
        {
            // The service was no longer there: nothing was promised.
        }
    }
}
