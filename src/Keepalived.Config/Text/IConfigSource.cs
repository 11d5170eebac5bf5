namespace Keepalived.Config.Text;

/// <summary>Why a file could not be read.</summary>
public enum ConfigFileStatus
{
    Ok,
    NotFound,
    Unreadable,
    Directory,
    NotRegular,
    Executable,
    TooLarge,
}

/// <summary>A file that was asked for.</summary>
/// <param name="Status">Whether it could be read.</param>
/// <param name="Content">Its text; empty unless <see cref="ConfigFileStatus.Ok"/>.</param>
public sealed record ConfigFile(ConfigFileStatus Status, string Content)
{
    public static ConfigFile Missing { get; } = new(ConfigFileStatus.NotFound, "");
}

/// <summary>Where configuration text comes from: the disk, or a test's memory.</summary>
public interface IConfigSource
{
    /// <summary>Absolute form of a path, relative to the working directory.</summary>
    string FullPath(string path);

    ConfigFile Read(string path);

    /// <summary>Names that match an absolute pattern with *, ? and [] (no braces), sorted by octets.</summary>
    IReadOnlyList<string> Glob(string pattern);
}
