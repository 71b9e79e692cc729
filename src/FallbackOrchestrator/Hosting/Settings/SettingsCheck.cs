using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using FallbackOrchestrator.EmbeddedPostgres;
using FallbackOrchestrator.Messages;
using FallbackOrchestrator.Orchestration;
using FallbackOrchestrator.Sending;
using FallbackOrchestrator.Simulator;
using FallbackOrchestrator.StatusWebhooks;
using FallbackOrchestrator.Tracking;

namespace FallbackOrchestrator.Hosting.Settings;

/// <summary>
/// Reads every section of the service before anything starts, and collects all mistakes: names that are no setting, values of the wrong
/// type, values out of range, and settings that contradict each other.
/// </summary>
internal sealed class SettingsCheck
{
    /// <summary>Sections that other code reads: accounts, the framework, the log.</summary>
    private static readonly string[] Others =
    [
        "Accounts", "ChannelAccounts", "ConnectionStrings", "AllowedHosts", "Kestrel", "Logging", "Serilog", "hostBuilder", "HostOptions",
        TrustedProxies.Setting,
    ];

    private readonly IConfiguration _configuration;
    private readonly bool _simulates;
    private readonly List<string> _mistakes = [];

    private SettingsCheck(IConfiguration configuration, bool simulates)
    {
        _configuration = configuration;
        _simulates = simulates;
    }

    /// <summary>All mistakes, each with its setting and the correction.</summary>
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="simulates">True if the simulated providers run, so that their settings are needed.</param>
    public static IReadOnlyList<string> Mistakes(IConfiguration configuration, bool simulates)
    {
        var check = new SettingsCheck(configuration, simulates);
        check.MistypedSections();
        var bound = SettingsSection.All.ToDictionary(section => section.Name, check.Read);
        check.Relations(bound);
        return check._mistakes;
    }

    /// <summary>A section's settings; null if one of them is wrong.</summary>
    private object? Read(SettingsSection known)
    {
        var section = _configuration.GetSection(known.Name);
        var before = _mistakes.Count;
        Names(section, known.Type);
        if (_mistakes.Count > before)
            return null;
        var bound = section.Get(known.Type) ?? Activator.CreateInstance(known.Type)!;
        if (known.Type != typeof(SimulatorOptions) || _simulates)
            Ranges(bound, known.Name);
        return _mistakes.Count == before ? bound : null;
    }

    private void MistypedSections()
    {
        string[] known = [.. SettingsSection.All.Select(section => section.Name), .. Others];
        foreach (var section in _configuration.GetChildren().Where(section => section.GetChildren().Any()))
        {
            if (!known.Contains(section.Key, StringComparer.OrdinalIgnoreCase) && ClosestName.Of(section.Key, known) is { } meant)
                _mistakes.Add($"{section.Key}: is no section; did you mean {meant}?");
        }
        var connections = _configuration.GetSection("ConnectionStrings").GetChildren().Select(child => child.Key).ToList();
        if (!connections.Contains(Database.ConnectionName, StringComparer.OrdinalIgnoreCase)
            && connections.FirstOrDefault(name => ClosestName.Of(name, [Database.ConnectionName]) is not null) is { } mistyped)
        {
            _mistakes.Add($"ConnectionStrings:{mistyped}: is not read; did you mean ConnectionStrings:{Database.ConnectionName}?");
        }
    }

    private void Names(IConfigurationSection section, Type type)
    {
        if (section.Value is { Length: > 0 } text && !section.GetChildren().Any())
            _mistakes.Add($"{section.Path}: '{text}' is a value, and a section with settings of its own is wanted");
        var settings = SettingsSection.SettingsOf(type).ToList();
        foreach (var child in section.GetChildren())
        {
            if (settings.Find(setting => setting.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is { } setting)
                Value(child, setting.PropertyType);
            else
                _mistakes.Add(NoSetting(child, settings));
        }
    }

    private static string NoSetting(IConfigurationSection child, IReadOnlyList<PropertyInfo> settings)
    {
        var names = settings.Select(setting => setting.Name).ToList();
        return ClosestName.Of(child.Key, names) is { } meant
            ? $"{child.Path}: is no setting; did you mean {meant}?"
            : $"{child.Path}: is no setting; known are {string.Join(", ", names)}";
    }

    private void Value(IConfigurationSection section, Type type)
    {
        if (type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable)))
        {
            // A list or a dictionary; its entries may have any name.
            if (section.Value is { Length: > 0 } && !section.GetChildren().Any())
                _mistakes.Add($"{section.Path}: is a list; name its entries {section.Path}:0 and so on");
            foreach (var entry in section.GetChildren())
                Value(entry, type.GetGenericArguments()[^1]);
        }
        else if (type.IsClass && type != typeof(string) && type != typeof(Uri))
        {
            Names(section, type);
        }
        else if (section.GetChildren().Any())
        {
            _mistakes.Add($"{section.Path}: is one value and has no settings of its own");
        }
        else if (section.Value is { } text && SettingValue.WhyNot(type, text) is { } why)
        {
            _mistakes.Add($"{section.Path}: {why}");
        }
    }

    private void Ranges(object options, string path)
    {
        foreach (var setting in SettingsSection.SettingsOf(options.GetType()))
        {
            var value = setting.GetValue(options);
            var place = $"{path}:{setting.Name}";
            var context = new ValidationContext(options) { MemberName = setting.Name };
            foreach (var rule in setting.GetCustomAttributes<ValidationAttribute>())
            {
                if (rule.GetValidationResult(value, context) is not null)
                    _mistakes.Add(OutOfRange(place, value, rule, context));
            }
            if (value is not null && setting.PropertyType is { IsClass: true, Namespace: { } home } && home == options.GetType().Namespace)
                Ranges(value, place);
        }
    }

    private static string OutOfRange(string place, object? value, ValidationAttribute rule, ValidationContext context) => rule switch
    {
        RangeAttribute range => string.Create(
            CultureInfo.InvariantCulture, $"{place}: {value} is out of range; it must be from {range.Minimum} to {range.Maximum}"),
        RequiredAttribute => $"{place}: is missing",
        _ => $"{place}: {rule.GetValidationResult(value, context)?.ErrorMessage}",
    };

    // Relations with a section that could not be read are skipped, because its values are not known.
    private void Relations(Dictionary<string, object?> bound)
    {
        var settings = new BoundSettings(
            Of<SendOptions>(), Of<MessageQueueOptions>(), Of<Rules>(), Of<RetentionOptions>(), Of<StatusWebhooksOptions>(),
            Of<RateLimitOptions>(), Of<ExportOptions>(),
            Of<EmbeddedPostgresOptions>());
        foreach (var relation in SettingsRelation.All.Where(relation => relation.Sections.All(section => bound[section] is not null)))
        {
            if (relation.Mistake(settings) is { } mistake)
                _mistakes.Add($"{Shown(relation.First, bound)}{(relation.First == relation.Second ? "" : $" and {Shown(relation.Second, bound)}")} do not fit: {mistake}");
        }

        T Of<T>() where T : class, new() => bound.Values.OfType<T>().SingleOrDefault() ?? new T();
    }

    private static string Shown(string name, Dictionary<string, object?> bound)
    {
        var parts = name.Split(':');
        var value = parts.Length == 2 ? bound[parts[0]]!.GetType().GetProperty(parts[1])!.GetValue(bound[parts[0]]) : null;
        return value is null ? name : string.Create(CultureInfo.InvariantCulture, $"{name} ({value})");
    }
}
