using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator;

/// <summary>
/// The valid names of a text in the API, for the OpenAPI document: a closed set. If a set also has numbers, its converter lists the names.
/// </summary>
/// <param name="names">The names as they are published. Requests may write them in any case.</param>
[AttributeUsage(AttributeTargets.Property)]
public class OneOfAttribute(params string[] names) : Attribute
{
    /// <summary>The names as they are published.</summary>
    public IReadOnlyList<string> Names => names;
}

/// <summary>The names of an enum.</summary>
/// <param name="asDeclared">True if the API writes them as they are declared; false for camel case.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneOfAttribute<T>(bool asDeclared = false)
    : OneOfAttribute([.. Enum.GetValues<T>().Select(value => asDeclared ? value.ToString() : EnumText.Of(value))])
    where T : struct, Enum;
