namespace Keepalived.Config.Host;

/// <summary>Tables of the system, which may be absent.</summary>
public static class SystemFile
{
    /// <summary>The lines of a file; none if it is missing or cannot be read.</summary>
    public static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
