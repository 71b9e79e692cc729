using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>
/// Simulated providers for Development and for tests. They know the providers' APIs and nothing of this service, so that they and the
/// adapters check each other. The number of the recipient decides what happens to a message (<see cref="Script"/>).
/// </summary>
internal static class SimulatorEndpoints
{
    /// <summary>Where the calls that the fake providers received are shown.</summary>
    public const string CallsPath = "/simulator/calls";

    // Providers accept larger bodies than a Send may have.
    private const int LargestCall = 4 * 1024 * 1024;

    private static readonly JsonSerializerOptions LogJson = new(
        JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Registers the simulated providers with the settings of the section <c>Simulator</c>; wrong ones stop the start.</summary>
    /// <param name="services">The host's services; its <see cref="TimeProvider"/> is used if there is one.</param>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="serviceAddress">
    /// The address for receipts, if neither the call nor <see cref="SimulatorOptions.ReceiptsTo"/> names one; if left out, this host's own
    /// address.
    /// </param>
    public static IServiceCollection AddSimulator(
        this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, Uri>? serviceAddress = null)
    {
        services.AddOptions<SimulatorOptions>()
            .Bind(configuration.GetSection(SimulatorOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new ServiceAddress(
            provider.GetRequiredService<IOptions<SimulatorOptions>>(), () => (serviceAddress ?? ListeningAddress)(provider)));
        services.AddSingleton<CallLog>();
        services.AddSingleton<ReceiptPoster>();
        services.AddSingleton<ReceiptScheduler>();
        services.AddHostedService(provider => provider.GetRequiredService<ReceiptScheduler>());
        services.AddSingleton<ScriptPlayer>();
        services.AddSingleton<ReplyPlayer>();
        services.AddSingleton<MetaSimulator>();
        services.AddSingleton<VonageSimulator>();
        services.AddSingleton<TwilioSimulator>();
        services.AddSingleton<KannelSimulator>();
        services.AddSingleton<EightByEightSimulator>();
        services.AddSingleton<GoogleTokenSimulator>();
        services.AddSingleton<GoogleSimulator>();
        services.AddSingleton<TelegramSimulator>();
        services.AddSingleton<LineSimulator>();
        services.AddSingleton<ZaloTokenSimulator>();
        services.AddSingleton<ZaloSimulator>();
        services.AddSingleton<MessengerSimulator>();
        services.AddSingleton<ViberSimulator>();
        services.AddSingleton<TelegramBotSimulator>();
        return services;
    }

    /// <summary>
    /// Maps the simulated providers and their log under <c>/simulator</c>, without authentication, and not in the OpenAPI document.
    /// </summary>
    public static IEndpointRouteBuilder MapSimulator(this IEndpointRouteBuilder app)
    {
        var simulator = app.MapGroup("/simulator").AllowAnonymous().ExcludeFromDescription().DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(LargestCall));

        simulator.MapPost("/meta/{version}/{phoneNumberId}/messages",
            (HttpContext http, MetaSimulator meta, string phoneNumberId) => meta.TakeAsync(http, phoneNumberId));
        simulator.MapPost("/vonage/v1/messages",
            (HttpContext http, VonageSimulator vonage) => vonage.TakeAsync(http));
        simulator.MapPatch("/vonage/v1/messages/{id}",
            (HttpContext http, VonageSimulator vonage, string id) => vonage.UpdateAsync(http, id));
        simulator.MapPost("/twilio/2010-04-01/Accounts/{accountSid}/Messages.json",
            (HttpContext http, TwilioSimulator twilio, string accountSid) => twilio.TakeAsync(http, accountSid));
        simulator.MapGet("/twilio/2010-04-01/Accounts/{accountSid}/Messages/{messageSid}.json",
            (HttpContext http, TwilioSimulator twilio, string accountSid, string messageSid) => twilio.Find(http, accountSid, messageSid));
        simulator.MapPost("/kannel/cgi-bin/sendsms",
            (HttpContext http, KannelSimulator kannel) => kannel.TakeAsync(http));
        simulator.MapPost("/8x8/api/v1/subaccounts/{subAccountId}/messages",
            (HttpContext http, EightByEightSimulator eightByEight, string subAccountId) => eightByEight.TakeAsync(http, subAccountId));
        simulator.MapGet("/8x8/api/v1/subaccounts/{subAccountId}/messages/{umid}",
            (HttpContext http, EightByEightSimulator eightByEight, string subAccountId, string umid) =>
                eightByEight.Find(http, subAccountId, umid));
        simulator.MapPost("/telegram/sendVerificationMessage",
            (HttpContext http, TelegramSimulator telegram) => telegram.TakeAsync(http));
        simulator.MapPost("/line/v2/bot/message/push",
            (HttpContext http, LineSimulator line) => line.PushAsync(http));
        simulator.MapPost("/zalo/message/template",
            (HttpContext http, ZaloSimulator zalo) => zalo.TakeAsync(http));
        simulator.MapPost("/zalo/v4/oa/access_token", (HttpContext http, ZaloTokenSimulator zalo) => zalo.IssueAsync(http));
        simulator.MapGet("/zalo/message/quota", (HttpContext http, ZaloSimulator zalo) => zalo.Quota(http));
        simulator.MapPost("/line/bot/pnp/push",
            (HttpContext http, LineSimulator line) => line.NotifyAsync(http, byTemplate: false));
        simulator.MapPost("/line/v2/bot/message/pnp/templated/push",
            (HttpContext http, LineSimulator line) => line.NotifyAsync(http, byTemplate: true));
        simulator.MapPost("/telegram/revokeVerificationMessage",
            (HttpContext http, TelegramSimulator telegram) => telegram.RevokeAsync(http));
        simulator.MapPost("/telegram/checkVerificationStatus",
            (HttpContext http, TelegramSimulator telegram) => telegram.FindAsync(http));

        simulator.MapPost("/messenger/{version}/{pageId}/messages",
            (HttpContext http, MessengerSimulator messenger, string pageId) => messenger.TakeAsync(http, pageId));
        simulator.MapGet("/messenger/{version}/{pageId}",
            (HttpContext http, MessengerSimulator messenger, string pageId) => messenger.Find(http, pageId));
        simulator.MapGet("/messenger/{version}/{pageId}/subscribed_apps",
            (HttpContext http, MessengerSimulator messenger, string pageId) => messenger.Apps(http, pageId));

        simulator.MapPost("/viber/pa/send_message", (HttpContext http, ViberSimulator viber) => viber.TakeAsync(http));
        simulator.MapPost("/viber/pa/get_account_info", (HttpContext http, ViberSimulator viber) => viber.Info(http));

        simulator.MapGet("/telegrambot/{bot}/getMe", (TelegramBotSimulator telegram, string bot) => telegram.Find(bot));
        simulator.MapPost("/telegrambot/{bot}/{method}",
            (HttpContext http, TelegramBotSimulator telegram, string bot, string method) => telegram.TakeAsync(http, bot, method));

        simulator.MapPost("/google/token", (HttpContext http, GoogleTokenSimulator google) => google.IssueAsync(http));
        simulator.MapPost("/google/v1/phones/{number}/agentMessages",
            (HttpContext http, GoogleSimulator google, string number) => google.TakeAsync(http, number));
        simulator.MapDelete("/google/v1/phones/{number}/agentMessages/{id}",
            (HttpContext http, GoogleSimulator google, string number, string id) => google.Revoke(http, number, id));
        simulator.MapGet("/google/v1/phones/{number}/capabilities",
            (HttpContext http, GoogleSimulator google, string number) => google.Capabilities(http, number));
        simulator.MapPost("/google/v1/users:batchGet", (HttpContext http, GoogleSimulator google) => google.FindUsersAsync(http));

        simulator.MapGet("/meta/{version}/{id}", (HttpContext http, MetaSimulator meta, string id) => meta.Find(http, id));
        simulator.MapGet("/meta/{version}/{id}/subscribed_apps", (HttpContext http, MetaSimulator meta) => meta.Apps(http));
        simulator.MapGet("/line/v2/bot/info", (HttpContext http, LineSimulator line) => line.Info(http));
        simulator.MapGet("/line/v2/bot/channel/webhook/endpoint", (HttpContext http, LineSimulator line) => line.Webhook(http));
        simulator.MapGet("/vonage/v2/reports/records", (HttpContext http, VonageSimulator vonage) => vonage.Records(http));
        simulator.MapGet("/vonage/v2/applications", (HttpContext http, VonageSimulator vonage) => vonage.Applications(http));
        simulator.MapGet("/twilio/2010-04-01/Accounts/{accountSid}.json",
            (HttpContext http, TwilioSimulator twilio, string accountSid) => twilio.Account(http, accountSid));

        simulator.MapPost("/replies", (SimulatedReply reply, ReplyPlayer replies, CancellationToken stopped) =>
            replies.PlayAsync(reply, stopped));
        simulator.MapGet("/calls", (CallLog log, string? to) => Results.Json(log.Calls(to), LogJson));
        simulator.MapGet("/receipts", (CallLog log, string? to) => Results.Json(log.Receipts(to), LogJson));
        simulator.MapDelete("/calls", (CallLog log) =>
        {
            log.Clear();
            return Results.NoContent();
        });
        return app;
    }

    private static Uri ListeningAddress(IServiceProvider services)
    {
        var address = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?? throw new InvalidOperationException(
                "This host listens on no address: set Simulator:ReceiptsTo to the service's base address.");
        var listening = BindingAddress.Parse(address);
        var host = listening.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : listening.Host;
        return new Uri($"{listening.Scheme}://{host}:{listening.Port}{listening.PathBase}");
    }
}
