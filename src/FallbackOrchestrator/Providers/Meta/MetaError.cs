using System.Text.Json;
using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Providers.Meta;

/// <summary>An error of the Graph API, in a response or in a status.</summary>
/// <param name="Code">The code: the only member that Meta asks clients to use, if it is not too general.</param>
/// <param name="Subcode">The more precise code, if there is one.</param>
/// <param name="Words">The most precise text.</param>
internal readonly record struct MetaError(int? Code, int? Subcode, string? Words)
{
    private const int InvalidParameter = 100;
    private const int NoSuchObject = 33;

    /// <summary>Reads the error of a response or of a status.</summary>
    /// <param name="holder">The object that holds the error.</param>
    /// <param name="name">The member's name. It is one error, or a list of which the first with a code counts.</param>
    /// <param name="documented">The form in Meta's documentation.</param>
    public static MetaError In(WireObject holder, string name, JsonValueKind documented)
    {
        var errors = holder.Objects(name, documented);
        if (errors.Count == 0)
            return default;
        var error = errors.FirstOrDefault(error => error.Whole("code") is not null) ?? errors[0];
        var (code, subcode) = (error.Whole("code"), error.Whole("error_subcode"));
        // The Graph API reports the same as the subcode of an invalid parameter: "Object with ID '…' does not exist, cannot be loaded due
        // to missing permissions".
        return new MetaError(code is InvalidParameter && subcode is NoSuchObject ? NoSuchObject : code, subcode, WordsOf(error));
    }

    // The details name the parameter, the language or the number; titles and messages only repeat the name of the code. Some errors of
    // templates have a text instead of the object.
    private static string? WordsOf(WireObject error)
    {
        var details = error.Object("error_data") is { } data ? data.Text("details") : error.Id("error_data");
        return new[] { details, error.Text("error_user_msg"), error.Text("title"), error.Text("message") }
            .FirstOrDefault(words => !string.IsNullOrWhiteSpace(words));
    }
}
