using Keepalived.Config.Memory;

namespace Keepalived.Config.Text;

/// <summary>A file that is being read, line by line.</summary>
internal sealed class OpenConfigFile(string path, string directory, string content, SourceOrigin? origin)
{
    private int _at;
    private int _line;
    private int _lineStart;
    private int _lineEnd;

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

        int end = EndOfLine();
        line = Line(end, out span);
        Pass(end, 1);
        return true;
    }

    /// <summary>The line read last begins a block, if <paramref name="place"/> is that of its first word.</summary>
    public BlockMark? MarkOf(SourceSpan place, int special)
    {
        ReadOnlySpan<char> line = content.AsSpan(_lineStart, _lineEnd - _lineStart);
        int blanks = line.Length - line.TrimStart().Length;
        return place.File == path && place.Line == _line && place.Column == blanks + 1
            ? new BlockMark(this, _lineStart, _line, special)
            : null;
    }

    /// <summary>The block that ends with the line read last.</summary>
    public BlockText Since(BlockMark mark) =>
        new(path, content, mark.Start, _lineEnd - mark.Start, mark.Line, _line);

    /// <summary>
    /// Takes a virtual server that stands next, after empty lines and comments, in the same words as before; null if
    /// none does.
    /// </summary>
    /// <param name="memory">What was read before.</param>
    /// <param name="block">Where it stands now.</param>
    /// <param name="span">Place of its first word.</param>
    public KnownServer? TryTake(ConfigMemory memory, out BlockText? block, out SourceSpan span)
    {
        (block, span) = (null, SourceSpan.None);
        while (_at < content.Length)
        {
            int end = EndOfLine();
            ReadOnlySpan<char> line = content.AsSpan(_at, end - _at).TrimEnd();
            ReadOnlySpan<char> words = line.TrimStart();
            if (line.Length > ConfigPreprocessor.MaxLineLength || line.Contains('\0'))
            {
                return null;
            }

            if (words.IsEmpty || words[0] is '#' or '!')
            {
                Pass(end, 1);
                continue;
            }

            if (memory.Take(words, content, _at) is not { } known)
            {
                return null;
            }

            _ = Line(end, out span);
            span = span.Right(line.Length - words.Length);
            block = known.Block with
            {
                File = path,
                Content = content,
                Start = _at,
                FirstLine = _line + 1,
                LastLine = _line + known.Block.Lines,
            };
            Pass(_at + block.Length, block.Lines);
            return known;
        }

        return null;
    }

    private int EndOfLine()
    {
        int end = content.IndexOf('\n', _at);
        return end < 0 ? content.Length : end;
    }

    private ReadOnlySpan<char> Line(int end, out SourceSpan span)
    {
        int length = end - _at;
        while (length > 0 && content[_at + length - 1] == '\r')
        {
            length--;
        }

        span = new SourceSpan(path, _line + 1, 1) { Context = new SourceContext(content, _at, length, Origin) };
        return content.AsSpan(_at, length);
    }

    /// <param name="end">Of the last of the lines.</param>
    private void Pass(int end, int lines)
    {
        (_lineStart, _lineEnd) = (_at, end);
        _line += lines;
        _at = Math.Min(end + 1, content.Length);
    }
}
