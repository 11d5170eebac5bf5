namespace Akka.Actor;

/// <summary>Where an actor stands in the tree. Two paths are equal by name; the uid tells incarnations of a name apart.</summary>
public abstract class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>
{
    internal const string Symbols = "-_.*$+:@&=,!~';()";

    private protected ActorPath(ActorPath parent, string name, long uid)
    {
        Parent = parent ?? this;
        Name = name;
        Uid = uid;
    }

    /// <summary>The last element.</summary>
    public string Name { get; }

    /// <summary>The path above; the root's is itself.</summary>
    public ActorPath Parent { get; }

    /// <summary>The incarnation, 0 if undefined.</summary>
    public long Uid { get; }

    /// <summary>Appends one element.</summary>
    public static ActorPath operator /(ActorPath path, string name) => new LocalPath(path, name, 0);

    /// <summary>By name.</summary>
    public static bool operator ==(ActorPath left, ActorPath right) => left is null ? right is null : left.Equals(right);

    /// <summary>By name.</summary>
    public static bool operator !=(ActorPath left, ActorPath right) => !(left == right);

    /// <summary>"/user/a/b".</summary>
    public string ToStringWithoutAddress() => ReferenceEquals(Parent, this) ? "/" : Parent.Prefix() + Name;

    /// <inheritdoc />
    public bool Equals(ActorPath other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc />
    public override bool Equals(object obj) => Equals(obj as ActorPath);

    /// <inheritdoc />
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public int CompareTo(ActorPath other) => string.CompareOrdinal(ToString(), other?.ToString());

    /// <summary>"akka://system/user/a/b".</summary>
    public override string ToString() => Address() + ToStringWithoutAddress();

    private protected abstract string Address();

    private string Prefix() => ReferenceEquals(Parent, this) ? "/" : Parent.Prefix() + Name + "/";

    /// <summary>Letters, digits and some signs; a dollar sign must not begin it.</summary>
    internal static bool IsValid(string name) =>
        name.Length > 0 && name[0] != '$' && name.All(c => char.IsAsciiLetterOrDigit(c) || Symbols.Contains(c));
}

internal sealed class LocalPath : ActorPath
{
    private readonly string _address;
    private string _text;

    internal LocalPath(ActorPath parent, string name, long uid) : base(parent, name, uid) =>
        _address = ((LocalPath)parent)._address;

    internal LocalPath(string system) : base(null, "/", 0) => _address = "akka://" + system;

    public override string ToString() => _text ??= base.ToString();

    private protected override string Address() => _address;
}
