using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.Kannel;

/// <summary>The settings of one user of a Kannel (its group <c>sendsms-user</c>).</summary>
internal sealed class KannelOptions
{
    /// <summary>The user's name: <c>username</c> in Kannel's configuration.</summary>
    [Required, HeaderSafe]
    public string Username { get; init; } = "";

    /// <summary>The user's password: <c>password</c> in Kannel's configuration. Secret.</summary>
    [Required, Secret, HeaderSafe]
    public string Password { get; init; } = "";

    /// <summary>
    /// The sender that handsets show if the message names none: a number with its +, a short code or a name. If it is left out, Kannel's
    /// <c>default-sender</c> or <c>global-sender</c> is used.
    /// </summary>
    [HeaderSafe]
    public string? From { get; init; }

    /// <summary>The <c>smsc-id</c> of the connection to use; if it is left out, Kannel chooses one.</summary>
    [HeaderSafe]
    public string? Smsc { get; init; }

    /// <summary>
    /// Signs the address that Kannel calls with a report, because Kannel signs nothing. Any random text; nobody else needs it. Secret.
    /// </summary>
    [Required, Secret]
    public string ReceiptSecret { get; init; } = "";

    /// <summary>
    /// The <see cref="ReceiptSecret"/> before the last change; addresses that were signed with it are accepted until it is removed here.
    /// Secret.
    /// </summary>
    [Secret]
    public string? PreviousReceiptSecret { get; init; }

    /// <summary>Removes these secrets from Kannel's texts.</summary>
    internal ErrorTextRedactor Redactor() => new(Password, ReceiptSecret, PreviousReceiptSecret);
}
