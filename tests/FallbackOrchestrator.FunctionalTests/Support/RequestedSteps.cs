using FallbackOrchestrator.Sending;

namespace FallbackOrchestrator.FunctionalTests.Support;

/// <summary>The entries of <c>channels[]</c>, for sentences in tests: <c>WhatsApp(2, "Read"), Viber(2), Sms()</c>.</summary>
internal static class RequestedSteps
{
    /// <summary>The sequence that most tests send: WhatsApp until read, Viber until delivered, SMS; windows of two seconds.</summary>
    public static RequestedStep[] Usual => [WhatsApp(2, "Read"), Viber(2, "Delivered"), Sms()];

    public static RequestedStep WhatsApp(int? seconds = null, string? success = null) => Step("WhatsApp", seconds, success);

    public static RequestedStep Viber(int? seconds = null, string? success = null) => Step("Viber", seconds, success);

    public static RequestedStep Sms(int? seconds = null, string? success = null) => Step("SMS", seconds, success);

    public static RequestedStep Rcs(int? seconds = null, string? success = null) => Step("RCS", seconds, success);

    private static RequestedStep Step(string channel, int? seconds, string? success) =>
        new() { Channel = channel, FallbackAfter = seconds, SuccessStatus = success };
}
