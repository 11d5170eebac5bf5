using Keepalived.Config.Model;

namespace Keepalived.Linux.Checks;

/// <summary>
/// The files that FILE_CHECK follows: each is watched once (inotify), however many checkers follow it.
/// </summary>
public sealed class TrackedFiles
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TrackedFile> _files = new(StringComparer.Ordinal);

    /// <summary>Follows the file until the follower is disposed of.</summary>
    internal TrackedFileFollower Follow(CheckerConfig.File checker)
    {
        lock (_gate)
        {
            if (!_files.TryGetValue(checker.Path, out TrackedFile? file))
            {
                TrackedFile.CreateIfWanted(checker);
                file = new TrackedFile(checker.Path);
                _files.Add(checker.Path, file);
            }

            file.Followers++;
            return new TrackedFileFollower(this, file);
        }
    }

    internal void Release(TrackedFile file)
    {
        lock (_gate)
        {
            if (--file.Followers == 0)
            {
                _files.Remove(file.Path);
                file.Dispose();
            }
        }
    }
}
