using Keepalived.Config.Memory;

namespace Keepalived.Config.Text;

/// <content>Blocks that were read before.</content>
internal sealed partial class ConfigPreprocessor
{
    /// <summary>Lines that mean something else elsewhere, or brought others with them.</summary>
    private int _special;

    /// <summary>How many of them came before the line read last.</summary>
    private int _specialBefore;

    /// <summary>Where the block begins that this place names; null if it does not begin its line in a file.</summary>
    public BlockMark? MarkOf(SourceSpan place) =>
        _files.TryPeek(out OpenConfigFile? file) ? file.MarkOf(place, _specialBefore) : null;

    /// <summary>The block that ends with the line in hand; null if it says more than its lines in the file.</summary>
    public BlockText? Since(BlockMark mark) =>
        IsBetweenLines && mark.Special == _special && _files.TryPeek(out OpenConfigFile? file) && file == mark.File
            ? file.Since(mark)
            : null;

    /// <summary>Takes a virtual server that stands next and was read before.</summary>
    public KnownServer? TryTake(ConfigMemory memory, out BlockText? block, out SourceSpan span)
    {
        (block, span) = (null, SourceSpan.None);
        if (!IsBetweenLines || !_files.TryPeek(out OpenConfigFile? file)
            || file.TryTake(memory, out block, out span) is not { } known)
        {
            return null;
        }

        Position = span;
        _readText?.Add(block!.Text);
        return known;
    }

    private bool IsBetweenLines => _ready.Count == 0 && _pending.Count == 0;

    private void CountIfSpecial(ReadOnlySpan<char> line)
    {
        _specialBefore = _special;
        _special += IsSpecial(line) ? 1 : 0;
    }

    private static bool IsSpecial(ReadOnlySpan<char> line) =>
        line.IndexOfAny('$', '~', '@') >= 0 || line.StartsWith("include");
}
