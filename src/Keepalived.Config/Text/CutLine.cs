using System.Collections.Immutable;

namespace Keepalived.Config.Text;

/// <summary>A line, cut at its braces and into words.</summary>
/// <param name="Text">Without blanks around it.</param>
/// <param name="Column">Of its first character.</param>
/// <param name="Pieces">In their order; at least one.</param>
internal sealed record CutLine(string Text, int Column, CutPiece[] Pieces);

/// <summary>A brace, or what stands between two of them.</summary>
/// <param name="Offset">From the beginning of the line.</param>
internal readonly record struct CutPiece(int Offset, string Text, ImmutableArray<ConfigWord> Words);
