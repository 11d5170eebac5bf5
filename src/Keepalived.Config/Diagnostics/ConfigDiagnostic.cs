using Keepalived.Config.Text;

namespace Keepalived.Config.Diagnostics;

/// <summary>One thing to say about a configuration: where, what, and what to do about it.</summary>
/// <param name="Span">Place in the file; <see cref="SourceSpan.None"/> for what concerns the whole.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Status">What it means for the exit code of a configuration test.</param>
/// <param name="Text">What is wrong, and what is done instead.</param>
/// <param name="Hint">What is allowed, or the nearest keyword; empty when there is nothing to add.</param>
public sealed record ConfigDiagnostic(
    SourceSpan Span,
    DiagnosticSeverity Severity,
    TestStatus Status,
    string Text,
    string Hint = "")
{
    public string File => Span.File;

    public int Line => Span.Line;

    public int Column => Span.Column;

    /// <summary>file:line:column: text (hint)</summary>
    public override string ToString()
    {
        string place = Span.IsKnown || Span.File.Length > 0 ? $"{Span}: " : "";
        return Hint.Length == 0 ? place + Text : $"{place}{Text} ({Hint})";
    }
}
