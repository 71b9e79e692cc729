using System.Text.RegularExpressions;

namespace FallbackOrchestrator.Hosting.OpenApi;

/// <summary>A request of <c>docs/requests.http</c>.</summary>
/// <param name="Title">Its effect.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path. It contains <c>{{…}}</c> in the places of values from an earlier response.</param>
/// <param name="Body">The JSON body; empty if it has none.</param>
internal sealed record RequestExample(string Title, string Method, string Path, string Body)
{
    private const string Reference = "{{";

    /// <summary>True if it has a body that can be sent unchanged.</summary>
    public bool HasWholeBody => Body.Length > 0 && !Body.Contains(Reference, StringComparison.Ordinal);

    /// <summary>The values in its path for the parameters of a path template; null if it does not fit the template.</summary>
    public IReadOnlyDictionary<string, string>? Match(string method, string template)
    {
        var (names, values) = (template.Trim('/').Split('/'), Path.Trim('/').Split('/'));
        if (method != Method || names.Length != values.Length)
            return null;
        var parameters = new Dictionary<string, string>();
        foreach (var (name, value) in names.Zip(values))
        {
            if (name.StartsWith('{'))
                parameters[name.Trim('{', '}')] = value;
            else if (name != value)
                return null;
        }
        return parameters;
    }

    /// <summary>True if a value comes from an earlier response.</summary>
    public static bool IsReference(string value) => value.Contains(Reference, StringComparison.Ordinal);
}

/// <summary>
/// The requests of <c>docs/requests.http</c>: the one source of the examples. A test runs the file against the service of the README.
/// </summary>
internal static partial class RequestExamples
{
    /// <summary>The requests in the order of the file.</summary>
    public static IReadOnlyList<RequestExample> All { get; } = Read(Text());

    private static string Text()
    {
        using var file = typeof(RequestExamples).Assembly.GetManifestResourceStream("requests.http")
            ?? throw new InvalidOperationException("docs/requests.http is not embedded");
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static List<RequestExample> Read(string text)
    {
        var variables = Variable().Matches(text).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        return
        [
            .. from section in text.Split("\n### ").Skip(1)
               let request = Request().Match(section)
               where request.Success
               select new RequestExample(
                   section.Split('\n')[0],
                   request.Groups["method"].Value,
                   Uri.UnescapeDataString(new Uri(Filled(request.Groups["url"].Value)).AbsolutePath),
                   Filled(request.Groups["body"].Value.Trim())),
        ];

        string Filled(string part) => Reference().Replace(part, match => variables.GetValueOrDefault(match.Groups["name"].Value, match.Value));
    }

    [GeneratedRegex(@"^@(?<name>\w+) = (?<value>.+)$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{\{(?<name>[\w.]+)\}\}")]
    private static partial Regex Reference();

    [GeneratedRegex(
        @"^(?<method>GET|POST|PUT|DELETE) (?<url>\S+)\n(?:[\w-]+: .+(?:\n|$))*(?<body>[\s\S]*)", RegexOptions.Multiline)]
    private static partial Regex Request();
}
