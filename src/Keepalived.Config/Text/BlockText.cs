namespace Keepalived.Config.Text;

/// <summary>
/// A top-level block as it stands in a file: whole lines. Lines that mean something else elsewhere (definitions,
/// repetitions, includes, @id) are not among them.
/// </summary>
/// <param name="File">As in places.</param>
/// <param name="Content">All of the file.</param>
/// <param name="Start">Of the first line, in characters.</param>
/// <param name="Length">To the end of the last line, without the newline.</param>
/// <param name="FirstLine">From 1.</param>
/// <param name="LastLine">The one with the closing brace.</param>
internal sealed record BlockText(
    string File, string Content, int Start, int Length, int FirstLine, int LastLine)
{
    public int Lines => LastLine - FirstLine + 1;

    public ReadOnlySpan<char> Text => Content.AsSpan(Start, Length);

    /// <summary>The line that names the block, without blanks around it.</summary>
    public ReadOnlySpan<char> Head => Text[..Math.Max(Text.IndexOf('\n'), 0)].Trim();

    /// <summary>True if the same lines stand at this place of another text.</summary>
    public bool StandsAt(string content, int at) =>
        content.AsSpan(at).StartsWith(Text) && (at + Length == content.Length || content[at + Length] == '\n');
}
