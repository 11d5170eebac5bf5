using System.Collections.Immutable;
using Keepalived.Config.Text;

namespace Keepalived.Config.Diagnostics;

/// <summary>
/// Collects diagnostics while a configuration is read. Bounded, so that a hostile file stays cheap; what would change
/// the verdict is kept whatever came before it.
/// </summary>
internal sealed class DiagnosticBag
{
    public const int Limit = 10_000;

    private readonly ImmutableArray<ConfigDiagnostic>.Builder _items = ImmutableArray.CreateBuilder<ConfigDiagnostic>();
    private readonly HashSet<(DiagnosticSeverity, TestStatus)> _kinds = [];
    private long _dropped;

    public IReadOnlyList<ConfigDiagnostic> Items => _items;

    /// <summary>With those that were only counted.</summary>
    public long Count => _items.Count + _dropped;

    /// <summary>True if a further message of a known kind is only counted: no need to think about its words.</summary>
    public bool IsFull => _items.Count >= Limit;

    /// <summary>Everything kept, and a last word about what was not.</summary>
    public ImmutableArray<ConfigDiagnostic> ToImmutable() => _dropped == 0
        ? _items.ToImmutable()
        : [.. _items, new ConfigDiagnostic(SourceSpan.None, DiagnosticSeverity.Notice, TestStatus.Ok,
            $"More than {Limit} messages - {_dropped} are not shown", "mend the first ones")];

    public void Add(ConfigDiagnostic diagnostic)
    {
        bool isNew = _kinds.Add((diagnostic.Severity, diagnostic.Status));
        if (isNew || !IsFull)
        {
            _items.Add(diagnostic with { Span = diagnostic.Span.Alone() });
        }
        else
        {
            _dropped++;
        }
    }

    public void Error(SourceSpan span, string text, string hint = "") =>
        Add(new ConfigDiagnostic(span, DiagnosticSeverity.Error, TestStatus.General, text, hint));

    public void Error(SourceSpan span, TestStatus status, string text, string hint = "") =>
        Add(new ConfigDiagnostic(span, DiagnosticSeverity.Error, status, text, hint));

    public void Warning(SourceSpan span, string text, string hint = "") =>
        Add(new ConfigDiagnostic(span, DiagnosticSeverity.Warning, TestStatus.Warning, text, hint));

    /// <summary>Only told; does not count under a configuration test.</summary>
    public void Notice(SourceSpan span, string text, string hint = "") =>
        Add(new ConfigDiagnostic(span, DiagnosticSeverity.Notice, TestStatus.Ok, text, hint));

    public void Deprecated(SourceSpan span, string text, string hint = "") =>
        Add(new ConfigDiagnostic(span, DiagnosticSeverity.Deprecated, TestStatus.Deprecated, text, hint));

    public void Fatal(SourceSpan span, TestStatus status, string text, string hint = "") =>
        Add(new ConfigDiagnostic(span, DiagnosticSeverity.Fatal, status, text, hint));
}
