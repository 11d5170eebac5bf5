using System.Text;

namespace Keepalived.Actors.Dump;

/// <summary>
/// Writes a whole file safely: mode 0600, never through a link or into somebody else's file, renamed into place.
/// </summary>
public interface IDumpFiles
{
    /// <summary>Null on success, else what went wrong.</summary>
    string? Write(string path, StringBuilder content);
}
