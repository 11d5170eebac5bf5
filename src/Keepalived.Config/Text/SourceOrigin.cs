namespace Keepalived.Config.Text;

/// <summary>Why a line is read that does not simply come next in its file.</summary>
public sealed class SourceOrigin
{
    private readonly string _how;
    private readonly IReadOnlyList<string> _names;
    private readonly IReadOnlyList<string> _values;

    private SourceOrigin(SourceSpan at, string how, IReadOnlyList<string> names, IReadOnlyList<string> values)
    {
        At = at;
        _how = how;
        _names = names;
        _values = values;
    }

    /// <summary>The line that made this one; its own origin is in its context.</summary>
    public SourceSpan At { get; }

    /// <summary>The definition that made the line; null if something else did.</summary>
    internal Definition? Used { get; private init; }

    public static SourceOrigin Included(SourceSpan at) => new(at, "included here", [], []);

    internal static SourceOrigin Definition(SourceSpan at, string name, Definition used) =>
        new(at, $"${name} is used here", [], []) { Used = used };

    public static SourceOrigin Repeated(
        SourceSpan at, IReadOnlyList<string> names, IReadOnlyList<string> values) =>
        new(at, "repeated here with", names, values);

    /// <summary>What happened there, for example "repeated here with i = 2".</summary>
    public override string ToString() => _names.Count == 0
        ? _how
        : $"{_how} {string.Join(", ", _names.Zip(_values, static (name, value) => $"{name} = {value}"))}";
}
