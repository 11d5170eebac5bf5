namespace Keepalived.Config.Text;

/// <summary>What surrounds a place, for people: the line, what it became, and what made it.</summary>
public sealed class SourceContext
{
    private readonly string _text;
    private readonly int _start;
    private readonly int _length;

    /// <param name="written">The line as it stands in the file.</param>
    /// <param name="origin">What brought it here: an include, a definition, a repetition; null: the file.</param>
    /// <param name="expanded">The line with definitions replaced; null if nothing was.</param>
    public SourceContext(string written, SourceOrigin? origin = null, string? expanded = null)
        : this(written, 0, written.Length, origin, expanded)
    {
    }

    /// <summary>A line within the text of a file: it is cut out only if somebody asks for it.</summary>
    internal SourceContext(string text, int start, int length, SourceOrigin? origin, string? expanded = null)
    {
        _text = text;
        _start = start;
        _length = length;
        Origin = origin;
        Expanded = expanded;
    }

    public string Written => _text.Substring(_start, _length);

    public SourceOrigin? Origin { get; }

    public string? Expanded { get; }

    internal SourceContext From(SourceOrigin? other) => new(_text, _start, _length, other, Expanded);

    internal SourceContext As(string text) => new(_text, _start, _length, Origin, text);

    /// <summary>The same without the rest of the file, for those who keep it long.</summary>
    internal SourceContext Alone() => _length == _text.Length ? this : new(Written, Origin, Expanded);
}
