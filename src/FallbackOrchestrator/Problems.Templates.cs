using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Messages.Contents;

namespace FallbackOrchestrator;

/// <content>The errors of templates.</content>
public static partial class Problems
{
    public static Problem TemplateMissing(string field) => new(400, 3030, $"Template is empty: '{field}' must hold a name and a language");

    public static Problem TemplateNameTooLong(string field, int most) =>
        new(400, 3031, $"Invalid template name length: '{field}' may have {most} characters");

    public static Problem TemplateNameMissing(string field) => new(400, 3032, $"Invalid template name: '{field}' must not be empty");

    public static Problem TooManyTemplateParameters(string field, int most) =>
        new(400, 3033, $"Too many template parameters: '{field}' may have {most}");

    public static Problem TemplateCombination(string field, string why) =>
        new(400, 3034, $"Invalid combination of template components: '{field}' {why}");

    public static Problem NoChannelForTemplates(string configured) =>
        new(400, 3035, $"Subaccount has no channel that supports templates: it has {configured}");

    public static Problem TemplateLanguageMissing(string field) =>
        new(400, 3036, $"Template language is empty: '{field}' must name one, such as en_GB");

    public static Problem InvalidTemplateLanguage(string field) =>
        new(400, 3037, $"Invalid template language: '{field}' must be a code such as en_GB");

    public static Problem InvalidTemplateComponent(string field, string known) =>
        new(400, 3039, $"Invalid template component type: '{field}' must be {known}");

    public static Problem TemplateParametersEmpty(string field) =>
        new(400, 3040, $"Template parameters are empty: '{field}' must have one");

    public static Problem InvalidTemplateParameter(string field, string mend) =>
        new(400, 3041, $"Invalid template parameter: '{field}' {mend}");

    public static Problem InvalidTemplateParameterType(string field, string known) =>
        new(400, 3042, $"Invalid template parameter type: '{field}' must be {known}");

    public static Problem TemplateTextTooLong(string field, int most) =>
        new(400, 3043, $"Template text parameter is too long: '{field}' may have {most} characters");

    public static Problem TemplateLocationEmpty(string field) =>
        new(400, 3044,
            $"Template location parameter is empty: '{field}' must have a latitude from -90 to 90 and a longitude from -180 to 180");

    public static Problem TemplateParameterNotAllowed(string field, string allowed) =>
        new(400, 3045, $"Template parameter is not allowed: '{field}' may be {allowed} here");

    public static Problem InvalidTemplateUrl(string field) =>
        new(400, 3046, $"Invalid URL of a template parameter: '{field}' must be a public http or https address");

    public static Problem InvalidTemplateButtonParameter(string field, string takes) =>
        new(400, 3049, $"Invalid parameter of a template button: '{field}': {takes}");

    public static Problem InvalidTemplateSubtype(string field) =>
        new(400, 3052, $"Invalid template component subtype: '{field}' must be {EnumText.OneOf<TemplateButton>(naming: null)}");

    public static Problem InvalidTemplateIndex(string field, int most) =>
        new(400, 3053, $"Invalid template component index: '{field}' must be a whole number from 0 to {most}");
}
