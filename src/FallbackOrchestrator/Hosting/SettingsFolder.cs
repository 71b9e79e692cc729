using FallbackOrchestrator.Channels;

namespace FallbackOrchestrator.Hosting;

/// <summary>
/// The folder of the settings files (the content root): the program's own folder, wherever the program is started, unless
/// <c>contentRoot</c> names another.
/// </summary>
internal static class SettingsFolder
{
    /// <summary>The settings of a command line, of the environment and of the files in the folder.</summary>
    /// <exception cref="InvalidSettingsException">The command line cannot be read, or there is no such folder.</exception>
    public static WebApplicationBuilder Read(string[] args) =>
        WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = Of(args),
            WebRootPath = PublishedFiles(),
            ApplicationName = typeof(SettingsFolder).Assembly.GetName().Name, // Also where another program starts the service, as tests do.
        });

    // The files of the console belong to the program, wherever its settings are. A program that was built and not published has none here.
    private static string? PublishedFiles() =>
        Path.Combine(AppContext.BaseDirectory, "wwwroot") is var folder && Directory.Exists(folder) ? folder : null;

    /// <summary>The folder.</summary>
    /// <exception cref="InvalidSettingsException">The command line cannot be read, or there is no such folder.</exception>
    public static string Of(string[] args)
    {
        IConfiguration given;
        try
        {
            given = new ConfigurationBuilder().AddEnvironmentVariables("DOTNET_").AddEnvironmentVariables(
                "ASPNETCORE_").AddCommandLine(args).Build();
        }
        catch (FormatException wrong)
        {
            throw new InvalidSettingsException([$"The command line cannot be read: {wrong.Message} Write settings as --Name=value."]);
        }
        if (given[HostDefaults.ContentRootKey] is not { Length: > 0 } folder)
            return AppContext.BaseDirectory;
        return Directory.Exists(folder)
            ? Path.GetFullPath(folder) : throw new InvalidSettingsException([$"contentRoot: there is no folder {folder}"]);
    }
}
