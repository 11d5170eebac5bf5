using Keepalived.Config.Text;

namespace Keepalived.Config.Model;

/// <summary>
/// Where an object was defined. All values are equal to each other: an object that only moved within the file has not
/// changed, and a reload must leave it alone.
/// </summary>
public readonly struct DefinedAt : IEquatable<DefinedAt>
{
    public DefinedAt(SourceSpan span) => Span = span.Alone();

    public SourceSpan Span { get; }

    public bool Equals(DefinedAt other) => true;

    public override bool Equals(object? obj) => obj is DefinedAt;

    public override int GetHashCode() => 0;

    public override string ToString() => Span.ToString();

    public static bool operator ==(DefinedAt left, DefinedAt right) => left.Equals(right);

    public static bool operator !=(DefinedAt left, DefinedAt right) => !left.Equals(right);

    public static implicit operator DefinedAt(SourceSpan span) => new(span);
}
