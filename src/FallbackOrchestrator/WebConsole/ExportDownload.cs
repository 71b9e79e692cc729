using System.Net.Http.Headers;
using Microsoft.AspNetCore.Mvc;

namespace FallbackOrchestrator.WebConsole;

/// <summary>
/// The export of the API as a download: a link of a page cannot carry a key. It passes the response of the API on while it is read.
/// </summary>
internal static class ExportDownload
{
    /// <summary>Where it is; the query of the export follows.</summary>
    public static string PathOf(string subAccountId) => $"{WebConsoleSetup.Path}/{Uri.EscapeDataString(subAccountId)}/export";

    public static void MapExportDownload(this IEndpointRouteBuilder app) =>
        app.MapGet(WebConsoleSetup.Path + "/{subAccountId}/export", RelayAsync).WithMetadata(new NeedsSession()).AllowAnonymous().ExcludeFromDescription();

    private static async Task RelayAsync([FromRoute] string subAccountId, HttpContext http, OwnApi own)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            new Uri($"/api/v1/subaccounts/{Uri.EscapeDataString(subAccountId)}/messages/export{http.Request.QueryString}", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ConsoleCookie.KeysOf(http.User).Key ?? "none");
        using var response = await own.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
        http.Response.StatusCode = (int)response.StatusCode;
        http.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        if (response.IsSuccessStatusCode)
            http.Response.Headers.ContentDisposition = "attachment; filename=\"messages.csv\"";
        await response.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}

/// <summary>Marks a route of the console that needs a session, although it is no page.</summary>
internal sealed record NeedsSession;
