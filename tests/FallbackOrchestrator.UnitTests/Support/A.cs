using FallbackOrchestrator.Channels;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;
using Microsoft.Extensions.Configuration;

namespace FallbackOrchestrator.UnitTests.Support;

/// <summary>Sample values; vary them with <c>with</c>.</summary>
internal static class A
{
    public const string Number = "+447700900123";
    public const string Words = "Your parcel waits at the corner shop";

    public static readonly DateTimeOffset Time = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    public static readonly AttemptReference Reference = new(new Umid(Guid.Parse("0193b1c2-d3e4-7f50-8a6b-1c2d3e4f5061")), 2);

    public static readonly Msisdn Msisdn = Msisdn.Stored(Number);

    public static readonly Handover Handover = new(
        Reference, new Recipient(Msisdn), new ContentBody.Text(Words), Sms: null, new Uri("https://us.example/webhooks/acme/main"));

    /// <summary>The settings of an account named <c>main</c>.</summary>
    public static AccountSettings Settings(
        ChannelName channel, IEnumerable<KeyValuePair<string, string?>> settings, Func<Uri?>? baseAddress = null)
    {
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create($"ChannelAccounts:main:Settings:{pair.Key}", pair.Value)))
            .Build()
            .GetSection("ChannelAccounts:main");
        return new AccountSettings(new ChannelAccountId("main"), channel, baseAddress ?? (() => null), section);
    }
}
