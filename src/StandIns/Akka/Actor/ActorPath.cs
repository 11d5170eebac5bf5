namespace Akka.Actor;

/// <summary>
/// Where an actor stands in the tree. Two paths are equal by name; the uid tells incarnations of a name apart.
/// </summary>
public abstract class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>
{
    internal const string Symbols = "-_.*$+:@&=,!~';()";

    private protected ActorPath(ActorPath parent, string name, long uid)
    {
        Parent = parent ?? this;
        Name = name;
        Uid = uid;
    }

    public string Name { get; }
    public ActorPath Parent { get; }
    public long Uid { get; }
    public static ActorPath operator /(ActorPath path, string name) => new LocalPath(path, name, 0);
    public static ActorPath operator /(ActorPath path, IEnumerable<string> name) =>
        name.Aggregate(path, (p, n) => p / n);
    public static bool operator ==(ActorPath left, ActorPath right) =>
        left is null ? right is null : left.Equals(right);
    public static bool operator !=(ActorPath left, ActorPath right) => !(left == right);
    public string ToStringWithoutAddress() => ReferenceEquals(Parent, this) ? "/" : Parent.Prefix() + Name;
    public bool Equals(ActorPath other) => other is not null && ToString() == other.ToString();
    public override bool Equals(object obj) => Equals(obj as ActorPath);
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
    public int CompareTo(ActorPath other) => string.CompareOrdinal(ToString(), other?.ToString());
    public override string ToString() => Address() + ToStringWithoutAddress();
    private protected abstract string Address();
    private string Prefix() => ReferenceEquals(Parent, this) ? "/" : Parent.Prefix() + Name + "/";

    /// <summary>Letters, digits, some signs, and bytes as %XX; a dollar sign must not begin it.</summary>
    internal static bool IsValid(string name)
    {
        for (int i = 0; i < name.Length; i++)
        {
            bool escape = name[i] == '%' && i + 2 < name.Length
                && char.IsAsciiHexDigit(name[i + 1]) && char.IsAsciiHexDigit(name[i + 2]);
            if (!escape && !char.IsAsciiLetterOrDigit(name[i]) && !Symbols.Contains(name[i])) { return false; }
            i += escape ? 2 : 0;
        }
        return name.Length > 0 && name[0] != '$';
    }
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
