using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;

namespace FallbackOrchestrator.Persistence.Secrets;

/// <summary>Registers Data Protection, with its keys in PostgreSQL, and the secrets that it encrypts.</summary>
internal static class SecretsSetup
{
    // It is a part of every protected text, and the same in every replica, version and folder.
    private const string ApplicationName = "fallback-orchestrator";

    /// <summary>Adds them, with the keys of the section <c>Secrets</c>.</summary>
    public static IServiceCollection AddStoredSecrets(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(WrappingKeys.Read(configuration));
        services.AddSingleton<KeyRing>();
        services.AddSingleton<StoredSecrets>();
        services.AddDataProtection().SetApplicationName(ApplicationName);
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = provider.GetRequiredService<KeyRing>();
            options.XmlEncryptor = new LeftToRepository();
        }));
        return services;
    }

    /// <summary>Opens the key ring. Before the first use of a cookie or a stored secret.</summary>
    public static Task OpenKeyRingAsync(this IServiceProvider services) => services.GetRequiredService<KeyRing>().OpenAsync(
        () => services.GetRequiredService<IDataProtectionProvider>().CreateProtector(ApplicationName).Protect([]), CancellationToken.None);

    /// <summary>Without an encryptor Data Protection warns that a key is stored in clear text; <see cref="KeyRing"/> encrypts it.</summary>
    private sealed class LeftToRepository : IXmlEncryptor
    {
        // The decryptor takes the one child.
        public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(new XElement("key", plaintextElement), typeof(NullXmlDecryptor));
    }
}
