using Keepalived.Config.Model;

namespace Keepalived.Config.Memory;

/// <summary>
/// What the last reading of a configuration can spare the next one: of virtual servers whose lines are the same the
/// same objects are taken again, so that a reload costs what has changed. Only those are kept that nothing beyond
/// their own lines and the global settings speaks for, and of which there was nothing to say. Not for several threads.
/// </summary>
public sealed class ConfigMemory
{
    private readonly Dictionary<string, List<KnownServer>> _servers = new(StringComparer.Ordinal);
    private GlobalConfig? _global;

    /// <summary>True if objects were taken for the reading that is under way.</summary>
    internal bool IsUsed { get; private set; }

    /// <summary>How many virtual servers would be taken again.</summary>
    public int Count => _servers.Values.Sum(static servers => servers.Count);

    /// <summary>The next reading begins.</summary>
    internal void Begin() => IsUsed = false;

    /// <summary>
    /// One whose lines stand there; each is taken once, so that two of the same words stay two objects.
    /// </summary>
    /// <param name="head">The first line, without blanks around it.</param>
    /// <param name="content">All of the file.</param>
    /// <param name="at">Start of the first line.</param>
    internal KnownServer? Take(ReadOnlySpan<char> head, string content, int at)
    {
        if (!_servers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(head, out List<KnownServer>? servers))
        {
            return null;
        }

        int index = servers.FindIndex(server => server.Block.StandsAt(content, at));
        if (index < 0)
        {
            return null;
        }

        KnownServer known = servers[index];
        servers.RemoveAt(index);
        IsUsed = true;
        return known;
    }

    /// <summary>False if what was taken does not hold: it was made with other global settings.</summary>
    internal bool Holds(GlobalConfig global) => !IsUsed || global == _global;

    internal void Remember(GlobalConfig global, IEnumerable<KnownServer> servers)
    {
        Forget();
        _global = global;
        foreach (KnownServer server in servers)
        {
            string head = server.Block.Head.ToString();
            if (!_servers.TryGetValue(head, out List<KnownServer>? others))
            {
                _servers.Add(head, others = new(1));
            }

            others.Add(server);
        }
    }

    internal void Forget()
    {
        _servers.Clear();
        _global = null;
        IsUsed = false;
    }
}
