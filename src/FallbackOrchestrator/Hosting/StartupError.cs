using System.Net.Sockets;
using System.Security.Cryptography;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.EmbeddedPostgres;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Hosting;

/// <summary>Explains in a sentence, without a stack trace, why the service cannot start, if the fault is not in the program.</summary>
internal static class StartupError
{
    /// <summary>The sentence, or several of one line each; null if the fault is in the program.</summary>
    public static string? Sentence(Exception failure) => failure switch
    {
        InvalidSettingsException or OptionsValidationException or EmbeddedPostgresException => failure.Message,
        // Another process may have taken the port between the check and the start.
        IOException { InnerException: AddressInUseException } =>
            $"{failure.Message.TrimEnd('.')}. End what listens there, or choose another port: --urls http://localhost:5081",
        SocketException => $"urls: the service cannot listen: {failure.Message}",
        InvalidDataException => $"A settings file cannot be read: {failure.Message} {failure.GetBaseException().Message}",
        CryptographicException => $"Kestrel: the certificate cannot be used: {failure.Message}",
        InvalidOperationException when failure.Message.Contains("HTTPS", StringComparison.Ordinal) =>
            "Kestrel: an https address needs a certificate; set Kestrel:Certificates:Default:Path and :Password, or listen on http and put a proxy before the service",
        _ => null,
    };
}
