using Keepalived.Core.Tracking;

namespace Keepalived.Core.Ports;

/// <summary>
/// The files of <c>track_file</c>: others write them, and what stands at their path may be anything. Quick: only
/// regular files are opened for good, so nothing here waits for another process.
/// </summary>
public interface ITrackedFiles
{
    /// <summary>
    /// The number at the start of the file; 0 and a <paramref name="complaint"/> for people if there is none.
    /// </summary>
    int Read(string path, out string complaint);

    /// <summary>
    /// Writes the number into a new file, or with <paramref name="overwrite"/> into the one that is there, which stays
    /// whose it is. Never through a link. Returns why it failed; empty = done, or there was one to be kept.
    /// </summary>
    string Create(string path, int value, bool overwrite);
}

/// <summary>As the runtime opens files, whatever they are: for tests.</summary>
public sealed class UncheckedTrackedFiles : ITrackedFiles
{
    public int Read(string path, out string complaint)
    {
        bool isNumber = File.Exists(path) & TrackedNumber.TryParse(
            File.Exists(path) ? File.ReadAllText(path) : "", out int value);
        complaint = isNumber ? "" : "there is no number in it";
        return isNumber ? value : 0;
    }

    public string Create(string path, int value, bool overwrite)
    {
        if (overwrite || !File.Exists(path))
        {
            File.WriteAllText(path, $"{value}\n");
        }

        return "";
    }
}
