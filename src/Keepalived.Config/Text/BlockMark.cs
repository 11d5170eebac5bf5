namespace Keepalived.Config.Text;

/// <summary>Where a block began.</summary>
/// <param name="Start">Of its first line, in characters.</param>
/// <param name="Special">How many lines had been read by then that mean something else elsewhere.</param>
internal readonly record struct BlockMark(OpenConfigFile File, int Start, int Line, int Special);
