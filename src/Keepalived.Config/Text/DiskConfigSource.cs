using System.Buffers;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Keepalived.Config.Text;

/// <summary>Configuration files on disk.</summary>
public sealed class DiskConfigSource : IConfigSource
{
    /// <summary>Largest file read, in octets.</summary>
    public const long MaxFileSize = 16 * 1024 * 1024;

    private const long LargeFile = 1 << 16;

    public string FullPath(string path) => Path.GetFullPath(path);

    public ConfigFile Read(string path)
    {
        try
        {
            FileInfo info = new(path);
            if (Directory.Exists(path))
            {
                return new ConfigFile(ConfigFileStatus.Directory, "");
            }

            if (!info.Exists)
            {
                return ConfigFile.Missing;
            }

            if ((info.Attributes & FileAttributes.Device) != 0)
            {
                return new ConfigFile(ConfigFileStatus.NotRegular, "");
            }

            const UnixFileMode executable =
                UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
            if (!OperatingSystem.IsWindows() && (info.UnixFileMode & executable) != 0)
            {
                return new ConfigFile(ConfigFileStatus.Executable, "");
            }

            return info.Length > MaxFileSize
                ? new ConfigFile(ConfigFileStatus.TooLarge, "")
                : new ConfigFile(ConfigFileStatus.Ok, Text(path, info.Length));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new ConfigFile(ConfigFileStatus.Unreadable, "");
        }
    }

    /// <summary>
    /// UTF-8, or what a byte order mark says. A large file is read in one piece, into memory that is used again.
    /// </summary>
    private static string Text(string path, long size)
    {
        if (size < LargeFile)
        {
            return File.ReadAllText(path, Encoding.UTF8);
        }

        using SafeFileHandle file = File.OpenHandle(path);
        byte[] octets = ArrayPool<byte>.Shared.Rent((int)size + 1);
        try
        {
            int length = 0;
            while (length < octets.Length
                && RandomAccess.Read(file, octets.AsSpan(length), length) is int read and > 0)
            {
                length += read;
            }

            // One that grew meanwhile is read as it is now; one with a mark says itself how.
            return length == octets.Length || HasMark(octets.AsSpan(0, length))
                ? File.ReadAllText(path, Encoding.UTF8)
                : Encoding.UTF8.GetString(octets, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(octets);
        }
    }

    private static bool HasMark(ReadOnlySpan<byte> octets) => octets.Length >= 2
        && octets[0] is 0xEF or 0xFE or 0xFF or 0x00;

    public IReadOnlyList<string> Glob(string pattern)
    {
        List<string> found = ["/"];
        foreach (string part in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            found = GlobPattern.HasWildcard(part)
                ? [.. found.SelectMany(directory => Entries(directory, part))]
                : found.ConvertAll(directory => Path.Join(directory, part));
        }

        found.RemoveAll(path => !File.Exists(path) && !Directory.Exists(path));
        found.Sort(string.CompareOrdinal);
        return found;
    }

    private static IEnumerable<string> Entries(string directory, string part)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(directory)
                .Where(path => GlobPattern.Matches(Path.GetFileName(path), part));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
