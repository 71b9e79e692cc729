using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>The address of the service: the configured one, else the address on which the host listens.</summary>
/// <param name="options">May contain the base address.</param>
/// <param name="listening">The host's own address. It is read at the first message, because before the start it is not known.</param>
internal sealed class ServiceAddress(IOptions<SimulatorOptions> options, Func<Uri> listening)
{
    private readonly Lazy<string> _baseAddress = new(
        () => (options.Value.ReceiptsTo ?? listening()).AbsoluteUri.TrimEnd('/'), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>The webhook of one account of one provider.</summary>
    public Uri Webhook(string provider, string account) => new($"{_baseAddress.Value}/webhooks/{provider}/{Uri.EscapeDataString(account)}");

    /// <summary>Reads an absolute http or https address, as a provider requires for a callback.</summary>
    public static bool TryReadWeb(string? text, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
}
