using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.Providers.Google;

/// <summary>Requires that a setting is an RSA private key in PEM, or empty.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class GooglePrivateKeyAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (value is null or "")
            return ValidationResult.Success;
        using var key = GoogleAssertion.KeyIn((string)value);
        return key is not null
            ? ValidationResult.Success
            : new ValidationResult(
                "is no RSA private key in PEM: copy private_key from the JSON key of the service account, with BEGIN and END",
                [validationContext.MemberName!]);
    }
}
