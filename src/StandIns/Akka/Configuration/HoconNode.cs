using System.Text;

namespace Akka.Configuration;

/// <summary>
/// A value of the tree: pieces that stand side by side. One object (its first piece) makes it an object; strings are
/// joined; a substitution is a piece that points to another node.
/// </summary>
internal sealed class HoconNode
{
    private readonly List<object> _pieces = [];

    internal sealed class Substitution(string path)
    {
        internal string Path { get; } = path;
        internal HoconNode Target { get; set; }
    }

    internal bool IsEmpty => _pieces.Count == 0 || (_pieces[0] is Dictionary<string, HoconNode> o && o.Count == 0);

    internal Dictionary<string, HoconNode> Object => _pieces.Count == 0
        ? null
        : _pieces[0] switch
        {
            Dictionary<string, HoconNode> o => o,
            Substitution s => s.Target?.Object,
            _ => null,
        };

    internal bool IsString => _pieces.Count > 0 && _pieces.TrueForAll(IsText);

    internal static HoconNode Of(Dictionary<string, HoconNode> keys)
    {
        var node = new HoconNode();
        node._pieces.Add(keys);
        return node;
    }

    internal void Clear() => _pieces.Clear();
    internal void Add(string text) => _pieces.Add(text);
    internal void Add(List<HoconNode> elements) => _pieces.Add(elements);
    internal void Add(Substitution substitution) => _pieces.Add(substitution);

    internal Dictionary<string, HoconNode> BecomeObject()
    {
        if (Object is { } present) { return present; }
        _pieces.Clear();
        var keys = new Dictionary<string, HoconNode>();
        _pieces.Add(keys);
        return keys;
    }

    internal HoconNode Child(string key) => Object is { } o && o.TryGetValue(key, out HoconNode node) ? node : null;

    internal string Text()
    {
        if (!IsString) { return null; }
        var text = new StringBuilder();
        foreach (object piece in _pieces) { text.Append(piece is Substitution s ? s.Target.Text() : (string)piece); }
        string joined = text.ToString().Trim();
        return joined == "null" ? null : joined;
    }

    internal List<HoconNode> Elements()
    {
        var all = new List<HoconNode>();
        foreach (object piece in _pieces)
        {
            switch (piece)
            {
                case List<HoconNode> array:
                    all.AddRange(array);
                    break;
                case Substitution s:
                    all.AddRange(s.Target.Elements());
                    break;
            }
        }
        return all;
    }

    internal static Dictionary<string, HoconNode> Merge(
        Dictionary<string, HoconNode> preferred, Dictionary<string, HoconNode> fallback)
    {
        var merged = new Dictionary<string, HoconNode>(fallback);
        foreach ((string key, HoconNode node) in preferred)
        {
            bool both = merged.TryGetValue(key, out HoconNode other) && other.Object is not null
                && node.Object is not null;
            merged[key] = both ? Of(Merge(node.Object, other.Object)) : node;
        }
        return merged;
    }

    private static bool IsText(object piece) => piece is string || (piece is Substitution s && s.Target.IsString);
}
