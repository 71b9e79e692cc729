using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Kannel;

/// <summary>A service of Development whose SMS go to a Kannel.</summary>
internal static class KannelAccount
{
    public const string Username = "shop";
    public const string Password = "kannel-password";

    /// <summary>Starts it.</summary>
    /// <param name="server">The PostgreSQL.</param>
    /// <param name="address">The address of the smsbox, or the path of the simulated one.</param>
    /// <param name="settings">More settings.</param>
    public static Task<ApiHost> StartAsync(PostgresServer server, string address, params (string Name, string Value)[] settings) =>
        ApiHost.StartWithAsync(
            server,
            [
                ("Accounts:00000000-0000-0000-0000-000000000001:Subaccounts:demo:ChannelAccounts:2", "kannel-demo"),
                ("ChannelAccounts:kannel-demo:Provider", "Kannel"),
                ("ChannelAccounts:kannel-demo:Channel", "SMS"),
                ("ChannelAccounts:kannel-demo:BaseAddress", address),
                ("ChannelAccounts:kannel-demo:Settings:Username", Username),
                ("ChannelAccounts:kannel-demo:Settings:Password", Password),
                ("ChannelAccounts:kannel-demo:Settings:From", "SHOP"),
                ("ChannelAccounts:kannel-demo:Settings:ReceiptSecret", "receipt-secret-of-this-test"),
                ("Simulator:Kannel:Username", Username),
                ("Simulator:Kannel:Password", Password),
                .. settings,
            ]);

    /// <summary>A text by SMS alone, or as the first step before Viber.</summary>
    public static string Sms(string msisdn, string text = "Hello", int? window = null) =>
        $$"""
        {
          "user": { "msisdn": "{{msisdn}}" }, "type": "text", "content": { "text": "{{text}}" },
          "channels": [ {{(window is null ? """{ "channel": "SMS" }""" : $$"""{ "channel": "SMS", "fallbackAfter": {{window}} }, { "channel": "Viber" }""")}} ]
        }
        """;
}
