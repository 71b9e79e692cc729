using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Subaccounts;

/// <summary>The account that a request was authorised for; a handler takes it as a parameter.</summary>
public sealed record CallingAccount(CustomerAccountId Id)
{
    public static ValueTask<CallingAccount?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<CallingAccount>());
}
