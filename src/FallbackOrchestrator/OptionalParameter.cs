namespace FallbackOrchestrator;

/// <summary>
/// A parameter that a handler reads by itself, so that what is wrong with it is said in our words; for the OpenAPI document.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Type">Its JSON type.</param>
/// <param name="Format">Its format, as JSON Schema names it.</param>
/// <param name="InHeader">Whether it is a header, and not in the query.</param>
public sealed record OptionalParameter(
    string Name, string Description, string Type = "string", string? Format = null, bool InHeader = false);
