namespace Keepalived.Config.Text;

/// <summary>What surrounds a place, for people: the line, what it became, and what made it.</summary>
/// <param name="written">The line as it stands in the file.</param>
/// <param name="origin">What brought it here: an include, a definition, a repetition; null: the file itself.</param>
/// <param name="expanded">The line with definitions replaced; null if nothing was.</param>
public sealed class SourceContext(string written, SourceOrigin? origin = null, string? expanded = null)
{
    public string Written => written;

    public SourceOrigin? Origin => origin;

    public string? Expanded => expanded;

    internal SourceContext From(SourceOrigin? other) => new(written, other, expanded);

    internal SourceContext As(string text) => new(written, origin, text);
}
