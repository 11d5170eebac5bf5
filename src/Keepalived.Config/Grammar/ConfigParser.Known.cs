using Keepalived.Config.Text;

namespace Keepalived.Config.Grammar;

/// <content>Blocks that were read before, or may be taken as they are the next time.</content>
internal sealed partial class ConfigParser
{
    private BlockMark? _mark;
    private long _told;

    /// <summary>The line in hand names a block that may be worth remembering.</summary>
    public void BeginBlock()
    {
        _mark = _memory is null ? null : _source.MarkOf(Line.Span);
        _told = Diagnostics.Count;
    }

    /// <summary>The lines of that block; null if something was said of it, or more belongs to it.</summary>
    public BlockText? EndBlock() =>
        _mark is { } mark && Diagnostics.Count == _told && _ahead is null && _open.Count == 0 && Line.IsClosingBrace
            ? _source.Since(mark)
            : null;

    private void TakeKnown()
    {
        while (_memory is not null && _ahead is null && _open.Count == 0
            && _source.TryTake(_memory, out BlockText? block, out SourceSpan span) is { } known)
        {
            Draft.Servers.Add(new VirtualServerDraft(span) { Known = known.Config, Block = block });
        }
    }
}
