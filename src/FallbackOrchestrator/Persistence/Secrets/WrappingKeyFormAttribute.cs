using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.Persistence.Secrets;

/// <summary>Requires that a setting is a wrapping key, or empty. The message never shows the value.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WrappingKeyFormAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is null or "" || WrappingKey.TryRead(value as string, out _)
            ? ValidationResult.Success
            : new ValidationResult(
                $"must be {WrappingKey.Bytes} bytes in base64; make one with: openssl rand -base64 {WrappingKey.Bytes}",
                [validationContext.MemberName!]);
}
