using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace FallbackOrchestrator;

/// <summary>
/// The address at which others reach this service: the configured one (<c>PublicBaseUrl</c>), or, in Development, the one on which it
/// listens. Providers get it, and the signatures of some include it.
/// </summary>
public sealed class PublicAddress(IServer server, IConfiguration configuration)
{
    /// <summary>The setting's name.</summary>
    public const string Setting = "PublicBaseUrl";

    private readonly Uri? _configured = configuration[Setting] is { Length: > 0 } url ? new Uri(url.TrimEnd('/') + "/") : null;

    /// <summary>True if a text is a valid value of the setting.</summary>
    public static bool IsUsable(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);

    /// <summary>The base address, ending in a slash.</summary>
    public Uri Base => _configured ?? Listening;

    /// <summary>The address at which a provider posts an account's receipts.</summary>
    public Uri OfReceipts(string provider, string account) => OfReceipts(Base, provider, account);

    /// <summary>The same for the service at <paramref name="address"/>, which ends in a slash.</summary>
    public static Uri OfReceipts(Uri address, string provider, string account) =>
        new(address, $"webhooks/{provider.ToLowerInvariant()}/{account}");

    /// <summary>Makes an address absolute: a relative one belongs to this service.</summary>
    public Uri Resolve(string address) => Resolve(address, () => Listening);

    /// <summary>Makes an address absolute: a relative one belongs to the service at <paramref name="own"/>.</summary>
    public static Uri Resolve(string address, Func<Uri> own) =>
        Uri.TryCreate(address, UriKind.Absolute, out var absolute) && !absolute.IsFile
            ? absolute
            : new Uri(own(), address.TrimStart('/'));

    /// <summary>A request's address as its caller saw it, in the caller's spelling as far as it is known.</summary>
    public Uri Of(HttpRequest request)
    {
        var asWritten = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        return asWritten is ['/', ..] && Uri.TryCreate($"{Base.AbsoluteUri}{asWritten.TrimStart('/')}", UriKind.Absolute, out var called)
            ? called
            : new Uri(Base, $"{request.Path.ToUriComponent().TrimStart('/')}{request.QueryString.ToUriComponent()}");
    }

    private Uri Listening
    {
        get
        {
            var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
                ?? throw new InvalidOperationException("the service does not listen yet, so it has no address");
            var listening = BindingAddress.Parse(address);
            var host = listening.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : listening.Host;
            return new Uri($"{listening.Scheme}://{host}:{listening.Port}/");
        }
    }
}
