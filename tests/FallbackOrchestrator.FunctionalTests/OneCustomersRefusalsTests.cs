using System.Globalization;
using FallbackOrchestrator.FunctionalTests.Support;
using FallbackOrchestrator.Sending.Contents;
using Microsoft.AspNetCore.Http;
using static FallbackOrchestrator.FunctionalTests.Support.RequestedSteps;

namespace FallbackOrchestrator.FunctionalTests;

/// <summary>What a provider refuses for one customer's list or sender keeps no other customer from the account.</summary>
public sealed class OneCustomersRefusalsTests(PostgresServer server)
{
    [Theory]
    [InlineData(21408, null)] // a country that is not enabled
    [InlineData(21659, "SOMEBODY")] // a sender that the message named
    public async Task Many_rejections_do_not_stop_the_account_for_the_next_message(int code, string? sender)
    {
        await using var provider = await StubProvider.StartAsync();
        await using var world = await new World(server).With("sms-demo", provider).StartAsync();

        for (var i = 1; i <= 24; i++)
        {
            var number = string.Create(CultureInfo.InvariantCulture, $"+9990111{i}");
            await world.SendAsync(World.Text(number, Sms()) with
            {
                Content = new RequestedContent { Text = "Hello World!",
                    Sms = sender is null ? null : new RequestedSms { Source = sender } },
            });
            await world.UntilAsync(() => Task.FromResult(provider.Calls), calls => calls == i);
            provider.Respond(Results.Json(new { code, message = "no", status = 400 }, statusCode: 400));
        }
        var umid = await world.SendAsync("+9990111999", Sms());
        await world.UntilAsync(() => Task.FromResult(provider.Calls), calls => calls == 25);
        provider.Respond(Results.Json(new { sid = "SMGOOD", status = "queued" }, statusCode: 201));

        (await world.UntilAsync(() => world.TimelineAsync(umid),
            seen => seen.Attempts[0].Status == "accepted")).Attempts[0].Calls.Should().Be(1);
    }
}
