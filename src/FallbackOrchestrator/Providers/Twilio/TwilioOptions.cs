using System.ComponentModel.DataAnnotations;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.Twilio;

/// <summary>The settings of one sender at Twilio; one of <see cref="From"/> and <see cref="MessagingServiceSid"/> is needed.</summary>
internal sealed class TwilioOptions
{
    /// <summary>The account's SID, <c>AC…</c>.</summary>
    [Required, RegularExpression("AC[0-9A-Za-z]{1,64}", ErrorMessage = "an account SID starts with AC and has letters and digits only")]
    public string AccountSid { get; init; } = "";

    /// <summary>The account's token: calls are authorised with it, and Twilio signs webhooks with it. Secret.</summary>
    [Required, Secret]
    public string AuthToken { get; init; } = "";

    /// <summary>The other of the account's two tokens during a change: webhooks signed with either are accepted. Secret.</summary>
    [Secret]
    public string? PreviousAuthToken { get; init; }

    /// <summary>
    /// The sender that handsets show if the message names none: a number with its +, a short code or a name. On WhatsApp the number of the
    /// WhatsApp sender.
    /// </summary>
    [SenderRequired]
    public string? From { get; init; }

    /// <summary>The SID of a messaging service that chooses the sender, <c>MG…</c>. Ignored if <see cref="From"/> is given.</summary>
    [RegularExpression("MG[0-9A-Za-z]{1,64}", ErrorMessage = "a messaging service's SID starts with MG")]
    public string? MessagingServiceSid { get; init; }

    /// <summary>
    /// The content SIDs of the templates of WhatsApp, because Twilio does not name templates as WhatsApp does: <c>name/language=HX…</c>,
    /// separated by commas. Ignored on SMS.
    /// </summary>
    [TemplatesReadable]
    public string? Templates { get; init; }

    /// <summary>Removes these secrets from Twilio's texts.</summary>
    internal ErrorTextRedactor Redactor() => new(AuthToken, PreviousAuthToken);

    private sealed class TemplatesReadableAttribute : ValidationAttribute
    {
        protected override ValidationResult? IsValid(object? value, ValidationContext context) =>
            TwilioTemplates.WhyNot(value as string) is { } why ? new ValidationResult(why, [nameof(Templates)]) : ValidationResult.Success;
    }

    /// <summary>Requires a sender on the property itself, so that its absence is reported together with all other mistakes.</summary>
    private sealed class SenderRequiredAttribute : ValidationAttribute
    {
        protected override ValidationResult? IsValid(object? value, ValidationContext context) =>
            context.ObjectInstance is TwilioOptions { From: null or "", MessagingServiceSid: null or "" }
                ? new ValidationResult($"give {nameof(From)} or {nameof(MessagingServiceSid)}", [nameof(From), nameof(MessagingServiceSid)])
                : ValidationResult.Success;
    }
}
