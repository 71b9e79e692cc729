using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Simulator;

/// <summary>Where the service is: as configured, else where the host says that it listens.</summary>
/// <param name="options">May name the base address.</param>
/// <param name="listening">The host's own address, asked for with the first message: before the start it is not known.</param>
internal sealed class ServiceAddress(IOptions<SimulatorOptions> options, Func<Uri> listening)
{
    private readonly Lazy<string> _baseAddress = new(
        () => (options.Value.ReceiptsTo ?? listening()).AbsoluteUri.TrimEnd('/'), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>The webhook of one account of one provider.</summary>
    public Uri Webhook(string provider, string account) => new($"{_baseAddress.Value}/webhooks/{provider}/{Uri.EscapeDataString(account)}");

    /// <summary>Reads an absolute http or https address, as a provider asks of a callback.</summary>
    public static bool TryReadWeb(string? text, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
}
