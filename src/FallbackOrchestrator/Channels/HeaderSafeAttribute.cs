using System.ComponentModel.DataAnnotations;

namespace FallbackOrchestrator.Channels;

/// <summary>Requires that a setting is valid in a request's header: printable ASCII without a space at either end, or empty.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HeaderSafeAttribute : ValidationAttribute
{
    /// <summary>The longest value.</summary>
    public const int Longest = 4_096;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is null or "" || HeaderValue.TryRead(value as string, Longest, out _)
            ? ValidationResult.Success
            : new ValidationResult(
                $"goes into a header: at most {Longest} printable ASCII characters, no line break, no space at either end",
                [validationContext.MemberName!]);
}
