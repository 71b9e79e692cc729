using FallbackOrchestrator.Subaccounts;
using Microsoft.AspNetCore.Components;

namespace FallbackOrchestrator.WebConsole.Parts;

/// <summary>A page about one subaccount. The API decides whether the key opens it.</summary>
public abstract class SubaccountPage : ConsolePage
{
    [Inject]
    private protected SharedReads Shared { get; set; } = null!;

    /// <summary>The subaccount of the address.</summary>
    [Parameter]
    public string SubAccountId { get; set; } = "";

    /// <summary>The address of a page of the same subaccount.</summary>
    protected string Link(string page) => $"/console/{Uri.EscapeDataString(SubAccountId)}/{page}";

    /// <summary>The path of a call about the subaccount.</summary>
    protected string Path(string call) => $"/api/v1/subaccounts/{Uri.EscapeDataString(SubAccountId)}{call}";

    /// <summary>The path of a call about the subaccount's account.</summary>
    protected string AccountPath(string call) => $"/api/v1/accounts/{Session.Key?.Account}{call}";

    /// <summary>True if the key may do something here.</summary>
    private protected bool May(Scopes scope) => Session.May(scope);

    /// <summary>A read that pages with the same key and path share for a second.</summary>
    private protected Task<ApiResult<T>> SharedAsync<T>(string path) => Shared.GetAsync(
        Session.Keys.Key ?? "", path, TimeSpan.FromSeconds(1), () => Api.GetAsync<T>(path));
}
