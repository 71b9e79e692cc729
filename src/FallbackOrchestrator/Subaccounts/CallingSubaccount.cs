namespace FallbackOrchestrator.Subaccounts;

/// <summary>
/// The subaccount that a request was authorised for; a handler takes it as a parameter. It does not change while the request runs.
/// </summary>
public sealed record CallingSubaccount(Subaccount Subaccount)
{
    public static ValueTask<CallingSubaccount?> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.Features.Get<CallingSubaccount>());
}
