namespace FallbackOrchestrator.UnitTests.Channels;

/// <summary>A provider's form with one field in it that is not as documented.</summary>
internal static class FormVariants
{
    private static readonly string[] Values = ["", "x", "7", "-1.5", "%00", "null", "%7B%7D", "%5B%5D", "99999999999999999999",
        "2026-11-23T10:00:05"];

    public static IEnumerable<(string What, string Form)> Of(string genuine, IReadOnlyCollection<string> deciding)
    {
        yield return ("as it is", genuine);
        var fields = genuine.Split('&');
        for (var i = 0; i < fields.Length; i++)
        {
            var (name, field) = (fields[i].Split('=')[0], fields[i]);
            yield return ($"{name} in capitals", With(i, name.ToUpperInvariant() + field[name.Length..]));
            yield return ($"{name} is there twice", With(i, $"{field}&{field}"));
            yield return ($"{name} is there empty first", With(i, $"{name}=&{field}"));
            yield return ($"something beside {name}", With(i, $"Something=new&&{field}&=&x"));
            if (deciding.Contains(name))
                continue;
            foreach (var value in Values)
                yield return ($"{name} is {value}", With(i, $"{name}={value}"));
            yield return ($"{name} is missing", string.Join('&', fields.Where((_, other) => other != i)));
            yield return ($"{name} has no value", With(i, name));
        }

        string With(int at, string field) => string.Join('&', fields.Select((one, i) => i == at ? field : one));
    }
}
