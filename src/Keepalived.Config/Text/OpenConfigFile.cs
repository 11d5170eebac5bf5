namespace Keepalived.Config.Text;

/// <summary>A file that is being read, line by line.</summary>
internal sealed class OpenConfigFile(string path, string directory, string content, SourceOrigin? origin)
{
    private int _at;
    private int _line;

    public string Directory { get; } = directory;

    /// <summary>The include line that opened it; null for the first files.</summary>
    public SourceOrigin? Origin { get; } = origin;

    /// <summary>The next line without its end, and the place of its first character.</summary>
    public bool TryRead(out ReadOnlySpan<char> line, out SourceSpan span)
    {
        line = default;
        span = SourceSpan.None;
        if (_at >= content.Length)
        {
            return false;
        }

        int end = content.IndexOf('\n', _at);
        int last = end < 0 ? content.Length : end;
        int length = last - _at;
        while (length > 0 && content[_at + length - 1] == '\r')
        {
            length--;
        }

        line = content.AsSpan(_at, length);
        _line++;
        span = new SourceSpan(path, _line, 1) { Context = new SourceContext(content, _at, length, Origin) };
        _at = end < 0 ? content.Length : end + 1;
        return true;
    }
}
