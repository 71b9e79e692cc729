using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FallbackOrchestrator.FunctionalTests.Support;

namespace FallbackOrchestrator.FunctionalTests.Api;

/// <summary>docs/requests.http, run from its top: every request returns what the comment above it says.</summary>
public sealed partial class RequestsFileTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string ServiceOfTheReadme = "http://localhost:5080/";

    private static readonly string Text = File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "docs", "requests.http")).ReplaceLineEndings("\n");

    [Fact]
    public async Task Every_request_returns_the_status_that_its_comment_names()
    {
        var values = Variable().Matches(Text).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        foreach (var request in Requests())
        {
            var (status, body) = await SendAsync(request);
            // A ping takes a slot of its endpoint, at which the updates of the messages before may still arrive.
            for (var tries = 1; status == 429 && tries < 60; tries++)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
                (status, body) = await SendAsync(request);
            }

            status.Should().Be(request.Status, $"{request.Title}: {body}");
            if (request.Name.Length > 0)
                Remember(request.Name, JsonNode.Parse(body)!.AsObject());
        }

        async Task<(int Status, string Body)> SendAsync(Asked request)
        {
            using var message = new HttpRequestMessage(
                new HttpMethod(request.Method), Filled(request.Url)
                    .Replace(ServiceOfTheReadme, host.Address.AbsoluteUri, StringComparison.Ordinal));
            if (request.Body.Length > 0)
                message.Content = new StringContent(Filled(request.Body), Encoding.UTF8, "application/json");
            foreach (var (name, value) in request.Headers.Where(header => header.Name != "Content-Type"))
                message.Headers.Add(name, Filled(value));
            using var http = new HttpClient();
            using var response = await http.SendAsync(message);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        }

        string Filled(string text) => Reference().Replace(text, match => values[match.Groups[1].Value]);

        void Remember(string name, JsonObject body)
        {
            foreach (var (field, value) in body)
                values[$"{name}.response.body.{field}"] = value!.ToString();
        }
    }

    [Fact]
    public void Every_call_that_a_customer_or_the_operator_has_is_in_the_file()
    {
        var mapped = Routes.Of(host.App)
            .Where(route => route.Pattern.StartsWith("/api", StringComparison.Ordinal))
            .Select(route => (route.Method, Pattern: route.Pattern.TrimEnd('/')))
            .Distinct()
            .OrderBy(route => route.Pattern.Count(character => character == '{'))
            .ToList();

        var asked = Requests().Select(request => (request.Method, Path: PathOf(request.Url)))
            .Select(request => mapped.First(route => route.Method == request.Method && Matches(route.Pattern, request.Path)));

        asked.Distinct().Should().BeEquivalentTo(mapped);
    }

    private static string PathOf(string url)
    {
        var values = Variable().Matches(Text).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        var filled = Reference().Replace(url, match => values.GetValueOrDefault(match.Groups[1].Value, "id"));
        return new Uri(filled).AbsolutePath;
    }

    private static bool Matches(string pattern, string path) => Regex.IsMatch(path, $"^{Parameter().Replace(pattern, "[^/]+")}$");

    private static IEnumerable<Asked> Requests() =>
        from section in Text.Split("\n### ").Skip(1)
        let request = Request().Match(section)
        where request.Success
        select new Asked(
            section.Split('\n')[0],
            Name().Match(section).Groups[1].Value,
            int.Parse(Status().Match(section).Groups[1].Value, CultureInfo.InvariantCulture),
            request.Groups["method"].Value,
            request.Groups["url"].Value,
            [.. request.Groups["headers"].Value.Split('\n',
                StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2)).Select(line => (line[0], line[1]))],
            request.Groups["body"].Value.Trim());

    private sealed record Asked(
        string Title, string Name, int Status, string Method, string Url, (string Name, string Value)[] Headers, string Body);

    [GeneratedRegex(@"^@(?<name>\w+) = (?<value>.+)$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{\{([\w.]+)\}\}")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^# @name (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Name();

    [GeneratedRegex(@"^# @status (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Status();

    [GeneratedRegex(@"^(?<method>GET|POST|PUT|DELETE) (?<url>\S+)\n(?<headers>(?:[\w-]+: .+(?:\n|$))*)(?<body>[\s\S]*)", RegexOptions.Multiline)]
    private static partial Regex Request();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
