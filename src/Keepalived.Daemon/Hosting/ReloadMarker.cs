using Keepalived.Config.Model;
using Keepalived.Linux.Host;
using Serilog;

namespace Keepalived.Daemon.Hosting;

/// <summary>
/// <c>reload_file</c>: an empty file that is there while the configuration is read, so that whoever writes the
/// configuration can wait until the daemon has it.
/// </summary>
internal static class ReloadMarker
{
    private const uint Mode = 0x1A4; // 0644
    private const string Extension = ".reload";

    /// <summary>Null: none is wanted. Without a path it stands beside the pid file.</summary>
    public static string? PathOf(GlobalConfig global, string pidFile) => global.Reload.File switch
    {
        null => null,
        "" => Path.ChangeExtension(pidFile, Extension),
        string path => path,
    };

    public static void Put(string? path)
    {
        if (path is not null && !SafeFile.TryWrite(path, [], out string failure, Mode))
        {
            Log.Warning("Cannot make the reload_file: {Failure}", failure);
        }
    }

    public static void Remove(string? path)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.Warning("Cannot remove the reload_file: {Failure}", e.Message);
        }
    }
}
