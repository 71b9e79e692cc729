using FallbackOrchestrator.Simulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.UnitTests.Simulator;

/// <summary>The two ways to run the fake providers: as a process of their own, and inside the service.</summary>
public sealed class SimulatorHostTests
{
    [Fact]
    public async Task Secrets_that_are_missing_stop_the_start_and_are_all_named()
    {
        // Development's own settings lie beside the test; blank ones stand for none.
        string[] blank = ["--Simulator:Meta:AppSecret=", "--Simulator:Vonage:SignatureSecret=", "--Simulator:Twilio:AuthToken="];
        await using var app = SimulatorHost.Create(blank, AppContext.BaseDirectory, OnLoopback);

        var start = () => app.StartAsync();

        (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Message.Should()
            .Contain("AppSecret").And.Contain("SignatureSecret").And.Contain("AuthToken");
    }

    [Fact]
    public async Task Inside_the_service_receipts_come_back_to_the_address_on_which_it_listens()
    {
        var builder = WebApplication.CreateSlimBuilder();
        OnLoopback(builder);
        foreach (var (name, value) in Settings)
            builder.Configuration[$"Simulator:{name}"] = value;
        builder.Services.AddSimulator(builder.Configuration);
        await using var app = builder.Build();
        app.MapSimulator();
        var posted = new TaskCompletionSource<string>();
        app.MapPost("/webhooks/meta/{account}", (string account) => Results.StatusCode(posted.TrySetResult(account) ? 200 : 500));
        await app.StartAsync();

        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var caller = new MetaCaller();
        await http.SendAsync(MetaCaller.Post(new { messaging_product = "whatsapp", to = caller.Number(2), text = new { body = "Hello" } }));

        (await posted.Task.WaitAsync(TimeSpan.FromSeconds(30))).Should().Be("main-whatsapp");
    }

    private static (string Name, string Value)[] Settings =>
    [
        ("ReceiptGap", "00:00:00"),
        ($"Meta:Accounts:{SimulatorWorld.PhoneNumberId}", "main-whatsapp"),
        ("Meta:AppSecret", "a"),
        ("Vonage:SignatureSecret", "b"),
        ("Vonage:ApiKey", "c"),
        ("Twilio:AccountSid", "d"),
        ("Twilio:AuthToken", "e"),
    ];

    private static void OnLoopback(WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
    }
}
