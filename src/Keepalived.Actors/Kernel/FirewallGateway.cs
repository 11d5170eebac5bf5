using System.Net.Sockets;
using Akka.Event;
using Keepalived.Config.Model;
using Keepalived.Core.Kernel;
using Keepalived.Core.Ports;

namespace Keepalived.Actors.Kernel;

/// <summary>
/// The firewall's part of the gateway: the wishes of all owners as two tables, one for each family, changed element by
/// element and written anew when a new part is needed or the kernel has something else than was thought. Where there is
/// no nftables, one line says so and everything else goes on.
/// </summary>
/// <param name="nftables">Null: there is none.</param>
/// <param name="settings">Those of the configuration that runs now.</param>
/// <param name="log">For what cannot be written.</param>
internal sealed class FirewallGateway(INftables? nftables, NftablesConfig settings, ILoggingAdapter log)
{
    // linux/netfilter.h.
    private const byte NFPROTO_IPV4 = 2;

    /// <summary>Transactions that the kernel may still be telling of.</summary>
    private const int MaxRemembered = 64;

    private static readonly AddressFamily[] s_families = [AddressFamily.InterNetwork, AddressFamily.InterNetworkV6];

    private readonly Dictionary<AddressFamily, HashSet<FirewallItem>> _wishes = s_families.ToDictionary(
        family => family, _ => new HashSet<FirewallItem>());

    private readonly Dictionary<AddressFamily, int> _parts = s_families.ToDictionary(family => family, _ => 0);
    private readonly Queue<uint> _ownGenerations = [];
    private NftablesConfig _settings = settings;
    private bool _duplicates = true;
    private bool _hasComplained;

    public FirewallTable Table => new(_settings.Table);

    /// <summary>True if this is the first wish or the last one is gone: the table comes or goes.</summary>
    public bool IsEmpty => s_families.All(family => _wishes[family].Count == 0);

    public void Apply(IEnumerable<FirewallItem> added, IEnumerable<FirewallItem> removed)
    {
        FirewallItem[] more = [.. added.Where(a => a is not FirewallTable)];
        FirewallItem[] less = [.. removed.Where(r => r is not FirewallTable)];
        foreach (AddressFamily family in s_families)
        {
            Change(family, [.. more.Where(i => i.Family == family)], [.. less.Where(i => i.Family == family)]);
        }
    }

    /// <summary>True: with these settings what is there has to be written anew.</summary>
    public bool WouldChange(NftablesConfig next) =>
        (next.Table, next.Priority, next.Counters) != (_settings.Table, _settings.Priority, _settings.Counters);

    /// <summary>
    /// A reload changed the settings. In one transaction for each family the table of the old name goes and the new one
    /// is there, so that no packet passes between them.
    /// </summary>
    public void Use(NftablesConfig next)
    {
        bool isWritten = WouldChange(next) && !IsEmpty;
        Dictionary<AddressFamily, string> earlier = s_families.ToDictionary(
            family => family, family => Text(family).Removal());
        _settings = next;
        foreach (AddressFamily family in s_families)
        {
            if (isWritten && _wishes[family].Count > 0)
            {
                WriteWhole(family, earlier[family]);
            }
        }
    }

    /// <summary>What a killed daemon left: both tables of this name, should they be there.</summary>
    public void RemoveTable(FirewallTable table)
    {
        NftablesConfig left = _settings with { Table = table.Name };
        foreach (AddressFamily family in s_families)
        {
            Run(new FirewallText(left, family, _duplicates).Removal());
        }
    }

    /// <summary>
    /// Somebody took a table of ours, or something out of it (<c>nft flush ruleset</c>): it is written anew as a
    /// whole. False if it was not ours, nothing is wanted there, or it was our own doing.
    /// </summary>
    public bool PutBack(FirewallRemoved removed)
    {
        if (_ownGenerations.Contains(removed.Generation) || (removed.Family != 0 && removed.Table != Table.Name))
        {
            return false;
        }

        bool isWritten = false;
        foreach (AddressFamily family in s_families)
        {
            bool isConcerned = removed.Family == 0
                || (removed.Family == NFPROTO_IPV4) == (family == AddressFamily.InterNetwork);
            if (isConcerned && _wishes[family].Count > 0)
            {
                isWritten |= PutBack(family);
            }
        }

        return isWritten;
    }

    private bool PutBack(AddressFamily family)
    {
        string name = $"{(family == AddressFamily.InterNetwork ? "ip" : "ip6")} {Table.Name}";
        string? failure = WriteWhole(family);
        if (failure is null)
        {
            log.Warning("nftables table {0} was changed by another program, put back", name);
        }
        else
        {
            log.Error("nftables table {0} was changed by another program and cannot be put back: {1}", name, failure);
        }

        return failure is null;
    }

    private void Change(AddressFamily family, FirewallItem[] added, FirewallItem[] removed)
    {
        HashSet<FirewallItem> wishes = _wishes[family];
        added = [.. added.Where(wishes.Add)];
        removed = [.. removed.Where(wishes.Remove)];
        if (added.Length + removed.Length == 0)
        {
            return;
        }

        FirewallText text = Text(family);
        int parts = _parts[family] | FirewallText.PartsOf(added);
        if (wishes.Count == 0)
        {
            _parts[family] = 0;
            Run(text.Removal());
        }
        else if (parts != _parts[family]
            || Run(string.Concat(removed.Select(text.Removal).Concat(added.Select(text.Addition)))) is not null)
        {
            _parts[family] = parts;
            WriteWhole(family);
        }
    }

    private string? WriteWhole(AddressFamily family, string earlier = "")
    {
        string? failure = Run(earlier + Text(family).Whole(_wishes[family]));
        if (failure is not null && _duplicates && nftables?.TryOpen() is null)
        {
            // A kernel without nft_dup: then the reports are dropped and nobody sends them in place.
            _duplicates = false;
            failure = Run(earlier + Text(family).Whole(_wishes[family]));
        }

        if (failure is not null && !_hasComplained)
        {
            _hasComplained = true;
            log.Warning("no_accept and the rules of VMAC interfaces are not in effect: {0}", failure);
        }

        return failure;
    }

    private FirewallText Text(AddressFamily family) => new(_settings, family, _duplicates);

    /// <summary>Null, or why it failed.</summary>
    private string? Run(string script)
    {
        uint? before = nftables?.ReadGeneration();
        NftablesResult result = nftables?.Run(script) ?? new NftablesResult("", "nftables is not available");

        // Two steps ahead: somebody else's transaction is among them, and then both count as foreign.
        if (before + 1 is { } own && nftables?.ReadGeneration() == own)
        {
            _ownGenerations.Enqueue(own);
            _ = _ownGenerations.Count > MaxRemembered && _ownGenerations.TryDequeue(out _);
        }

        return result.Succeeded ? null : result.Summary;
    }
}
