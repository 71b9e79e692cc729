using FallbackOrchestrator.Messages;

namespace FallbackOrchestrator.Channels;

/// <summary>The configuration of one account, for its provider to read.</summary>
/// <param name="Account">The account's id.</param>
/// <param name="Channel">The channel of the account.</param>
/// <param name="BaseAddress">
/// The configured address of the provider's API for this account; null for the provider's own. It is read at each call, because in
/// Development it may be this service's own address, which is known only once it listens.
/// </param>
/// <param name="Section">The account's section, whose <c>Settings</c> contain the provider's settings.</param>
public sealed record AccountSettings(ChannelAccountId Account, ChannelName Channel, Func<Uri?> BaseAddress, IConfigurationSection Section)
{
    /// <summary>The address of a path of the provider's API for this account.</summary>
    /// <param name="own">The provider's own host, used if none is configured.</param>
    /// <param name="path">The path, without a slash before it.</param>
    public Uri Address(Uri own, string path) => new($"{(BaseAddress() ?? own).AbsoluteUri.TrimEnd('/')}/{path}");

    /// <summary>Binds <c>Settings</c> to an options class and checks its data annotations.</summary>
    /// <exception cref="InvalidSettingsException">Names every setting that is missing or wrong, and its place.</exception>
    public T Read<T>() where T : class, new()
    {
        var settings = Section.GetSection("Settings");
        var names = typeof(T).GetProperties().Select(property => property.Name).ToList();
        List<string> mistakes =
        [
            .. settings.GetChildren()
                .Where(child => !names.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                .Select(stray => $"{stray.Path}: is no setting of this provider; known are {string.Join(", ", names)}"),
        ];
        var options = settings.Get<T>() ?? new T();
        var wrong = new List<System.ComponentModel.DataAnnotations.ValidationResult>();
        var context = new System.ComponentModel.DataAnnotations.ValidationContext(options);
        if (!System.ComponentModel.DataAnnotations.Validator.TryValidateObject(options, context, wrong, validateAllProperties: true))
            mistakes.AddRange(wrong.Select(w => $"{settings.Path}:{string.Join(',', w.MemberNames)}: {w.ErrorMessage}"));
        return mistakes.Count == 0 ? options : throw new InvalidSettingsException(mistakes);
    }
}
