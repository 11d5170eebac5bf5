using System.Globalization;
using Keepalived.Linux.Host;
using Serilog;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// <c>config_save_dir</c>, a debugging aid: each configuration as it was read, and what USR1 would dump before and
/// after each reload. The files are the owner's alone, for there are passwords in them.
/// </summary>
internal static class SavedConfigurations
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <param name="directory">Made if it is not there; empty: nothing is saved.</param>
    /// <param name="number">Of the loading, from 0.</param>
    /// <param name="text">The lines in UTF-8, with includes and definitions resolved.</param>
    public static void Save(string directory, int number, ReadOnlySpan<byte> text)
    {
        if (directory.Length == 0)
        {
            return;
        }

        try
        {
            if (!Directory.Exists(directory))
            {
                Directory.CreateDirectory(directory);
                File.SetUnixFileMode(directory, Own);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Warning("config_save_dir: {Reason}", e.Message);
            return;
        }

        string path = string.Create(
            CultureInfo.InvariantCulture, $"{directory}/keepalived.conf.{Environment.ProcessId}.{number}");
        if (!SafeFile.TryWrite(path, text, out string failure))
        {
            Log.Warning("config_save_dir: {Failure}", failure);
        }
    }
}
