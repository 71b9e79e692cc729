using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>The response to a wrong path, method, account or key: it says which of them is wrong.</summary>
public sealed class WrongAddressTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Demo = "/api/v1/subaccounts/demo";
    private const string Umid = "01930000-0000-7000-8000-000000000000";
    private const string Account = "/api/v1/accounts/00000000-0000-0000-0000-000000000001";

    [Theory]
    [InlineData("POST", $"{Demo}/events")]
    [InlineData("POST", $"{Demo}/files")]
    [InlineData("POST", $"{Demo}/messages/exports")]
    [InlineData("GET", $"{Demo}/messages/exports/{Umid}")]
    [InlineData("DELETE", $"{Demo}/Messages/Exports/{Umid}/")]
    [InlineData("GET", $"{Account}/channels/1/templates")]
    [InlineData("DELETE", $"{Account}/channels/1/flows/2")]
    [InlineData("GET", $"{Account}/usage/messages?billingPeriod=2026-01")]
    [InlineData("GET", "/api/v1/whatsapp/subaccounts/demo/channels/1/callPermissions")]
    [InlineData("GET", "/files/picture.jpg?token=1")]
    [InlineData("POST", "/chatapps/v1/demo/message/single")]
    [InlineData("POST", "/ipm/v1/demo/message/many")]
    public async Task A_call_of_8x8_that_is_not_offered_says_so(string method, string path)
    {
        var (response, message) = await AskAsync(method, path, 404, 1300);

        message.Should().Contain("a call of 8x8's API that this service does not offer");
        response.Content.Headers.Allow.Should().BeEmpty();
    }

    [Theory]
    [InlineData("GET", $"{Demo}/pigeons")]
    [InlineData("POST", $"{Demo}/message")]
    [InlineData("GET", "/api/v2")]
    [InlineData("POST", "//api/v1/subaccounts/demo/messages")]
    [InlineData("GET", "/messages")]
    public async Task A_path_that_does_not_exist_says_so(string method, string path)
    {
        var (_, message) = await AskAsync(method, path, 404, 1300);

        message.Should().StartWith("This path does not exist: check its spelling").And.NotContain("expired");
    }

    [Theory]
    [InlineData("PATCH", $"{Demo}/messages", "GET, HEAD, POST")]
    [InlineData("PUT", $"{Demo}/messages/{Umid}", "DELETE, GET, HEAD")]
    [InlineData("GET", $"{Demo}/messages/{Umid}/skip", "POST")]
    [InlineData("HEAD", $"{Demo}/messages/{Umid}/skip", "POST")]
    [InlineData("PUT", $"{Account}/webhooks", "DELETE, GET, HEAD, POST")]
    [InlineData("POST", "/", "GET, HEAD")]
    public async Task A_method_that_a_path_does_not_have_names_those_that_it_has(string method, string path, string allowed)
    {
        using var response = await SendAsync(method, path);

        response.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.Order().Should().Equal(allowed.Split(", "));
        if (method != "HEAD")
        {
            Published.Error(JsonNode.Parse(await response.Content.ReadAsStringAsync()), 1300)
                .Should().Contain("does not have this HTTP method: use ").And.ContainAll(allowed.Split(", "));
        }
    }

    [Theory]
    [InlineData("GET", $"{Demo}/messages/{Umid}", "Message not found.")]
    [InlineData("DELETE", $"{Demo}/messages/{Umid}", "Message not found.")]
    [InlineData("DELETE", $"{Demo}/messages/batch/{Umid}", "Batch not found.")]
    public async Task An_id_of_nothing_says_what_was_not_found(string method, string path, string expected)
    {
        var (_, message) = await AskAsync(method, path, 404, 1300);

        message.Should().Be(expected);
    }

    [Theory]
    [InlineData($"{Demo}/messages")]
    [InlineData($"{Demo}/messages/export?format=csv")]
    [InlineData(Demo)]
    [InlineData($"{Account}/webhooks")]
    public async Task HEAD_returns_the_response_to_GET_without_the_body(string path)
    {
        using var head = await SendAsync("HEAD", path);
        using var get = await SendAsync("GET", path);

        head.StatusCode.Should().Be(HttpStatusCode.OK);
        head.Content.Headers.ContentType.Should().Be(get.Content.Headers.ContentType);
        (await head.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        using var next = await SendAsync("GET", path);
        next.StatusCode.Should().Be(HttpStatusCode.OK, "nothing is left of the body on the connection");
    }

    [Theory]
    [InlineData("GET", "/api/v1/accounts/1/webhooks")]
    [InlineData("GET", $"/api/v1/accounts/{Umid}/webhooks")]
    [InlineData("POST", "/api/v1/accounts/demo/webhooks")]
    public async Task The_error_of_a_wrong_account_names_the_account(string method, string path)
    {
        var (_, message) = await AskAsync(method, path, 404, 1001);

        message.Should().Contain("'accountId' must be the id of the account that your API key belongs to").And.NotContain("subAccountId");
    }

    [Fact]
    public async Task A_wrong_subaccount_is_named_where_it_stands()
    {
        (await AskAsync("GET", "/api/v1/subaccounts/other/messages", 404, 1001)).Message.Should().StartWith(
            "Provided subAccountId doesn't belongs to your account: 'subAccountId' must be");
        (await AskAsync("POST", $"{Account}/webhooks", 404, 1001, """[{"subAccountId":"other","type":"CADR","url":"https://shop.example/"}]"""))
            .Message.Should().Contain("'[0].subAccountId' must be a subaccount that your API key opens");
    }

    [Theory]
    [InlineData("POST", $"{Demo}/messages", "[]", "'body': must be an object, and is an array")]
    [InlineData("POST", $"{Demo}/messages/batch", "[]", "'body': must be an object, and is an array")]
    [InlineData("POST", $"{Account}/webhooks", "{}", "'body': must be an array of objects, and is an object")]
    [InlineData("DELETE", $"{Account}/webhooks", "{}", "'body': must be an array of objects, and is an object")]
    public async Task A_body_of_the_wrong_kind_says_which_kind_it_must_be(string method, string path, string json, string said) =>
        (await AskAsync(method, path, 400, 1000, json)).Message.Should().Contain(said);

    [Theory]
    [InlineData(null, "Bearer", "the header Authorization is missing")]
    [InlineData("Basic dev-demo-key", "Bearer", "names no API key in the form that is expected")]
    [InlineData("dev-demo-key", "Bearer", "names no API key in the form that is expected")]
    [InlineData("Bearer", "Bearer", "names no API key in the form that is expected")]
    [InlineData("Bearer nobody-has-this-key", "Bearer error=\"invalid_token\"", "this API key is not known")]
    public async Task A_request_that_is_not_authenticated_says_what_is_wrong_with_its_header(string? header, string challenge, string said)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, Demo);
        if (header is not null)
            request.Headers.TryAddWithoutValidation("Authorization", header);
        using var response = await http.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().Should().Be(challenge);
        Published.Error(JsonNode.Parse(await response.Content.ReadAsStringAsync()), 1200)
            .Should().StartWith("Request was not authenticated properly: ").And.Contain(said);
    }

    private async Task<(HttpResponseMessage Response, string Message)> AskAsync(
        string method, string path, int status, int code, string? json = null)
    {
        var response = await SendAsync(method, path, json);
        var body = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).Should().Be(status, body);
        return (response, Published.Error(JsonNode.Parse(body), code));
    }

    // Uri would take two slashes at the beginning for a host.
    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(host.Address.GetLeftPart(UriPartial.Authority) + path));
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return await host.Client.Http.SendAsync(request);
    }
}
