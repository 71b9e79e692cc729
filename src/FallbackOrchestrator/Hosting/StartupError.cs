using System.Net.Sockets;
using System.Security.Cryptography;
using FallbackOrchestrator.Channels;
using FallbackOrchestrator.EmbeddedPostgres;
using Microsoft.AspNetCore.Connections;

namespace FallbackOrchestrator.Hosting;

/// <summary>Says in a sentence, without a stack trace, why the service cannot start, where the fault is not the program's.</summary>
internal static class StartupError
{
    /// <summary>The sentence, or several of one line each; null where the failure is the program's own.</summary>
    public static string? Sentence(Exception failure) => failure switch
    {
        InvalidSettingsException or EmbeddedPostgresException => failure.Message,
        // Between the check and the start somebody may have taken the port.
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
