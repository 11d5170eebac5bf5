using System.Collections.Immutable;
using Keepalived.Config.Text;

namespace Keepalived.Config.Diagnostics;

/// <summary>Collects diagnostics while a configuration is read. Bounded, so that a hostile file stays cheap.</summary>
internal sealed class DiagnosticBag
{
    public const int Limit = 10_000;

    private readonly ImmutableArray<ConfigDiagnostic>.Builder _items = ImmutableArray.CreateBuilder<ConfigDiagnostic>();

    public IReadOnlyList<ConfigDiagnostic> Items => _items;

    public ImmutableArray<ConfigDiagnostic> ToImmutable() => _items.ToImmutable();

    public void Add(ConfigDiagnostic diagnostic)
    {
        if (_items.Count < Limit)
        {
            _items.Add(diagnostic);
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
