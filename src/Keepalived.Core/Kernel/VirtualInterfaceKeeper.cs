using System.Collections.Immutable;
using System.Net.Sockets;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Netlink;

namespace Keepalived.Core.Kernel;

/// <summary>
/// Sees to it that the virtual interfaces of an instance are there whenever their base is: what to tell the kernel
/// next, judged from the links as they are and from the kernel's answers. It does nothing by itself.
/// </summary>
public sealed class VirtualInterfaceKeeper
{
    private readonly List<Entry> _entries;

    public VirtualInterfaceKeeper(ImmutableArray<VirtualInterface> wanted)
    {
        Wanted = wanted;
        _entries = [.. wanted.Select(w => new Entry(w))];
    }

    private enum Phase
    {
        Absent,
        Creating,
        Present,
        Refused,
    }

    public ImmutableArray<VirtualInterface> Wanted { get; }

    /// <summary>Names of bases and of the interfaces themselves.</summary>
    public IEnumerable<string> Names => Wanted.SelectMany(w => new[] { w.Name, w.BaseName });

    /// <summary>The keeper of other interfaces in the place of this one.</summary>
    /// <param name="wanted">All of them.</param>
    /// <param name="links">Where the bases are found.</param>
    /// <param name="changes">
    /// Takes what is to be set otherwise on those that stay, and what undoes all that only those had that go.
    /// </param>
    public VirtualInterfaceKeeper Follow(
        ImmutableArray<VirtualInterface> wanted, LinkTable links, List<KernelCommand> changes)
    {
        VirtualInterfaceKeeper next = new(wanted);
        foreach (Entry entry in _entries)
        {
            if (next._entries.Find(e => e.Wanted.IsMadeAs(entry.Wanted)) is { } same)
            {
                same.Continue(entry);
                if (same.Phase == Phase.Present && same.Wanted != entry.Wanted
                    && links.Find(same.Wanted.BaseName) is { } lower)
                {
                    changes.AddRange(VirtualInterfaceCommands.SetUp(same.Wanted, lower));
                }
            }
            else
            {
                Undo(entry, wanted, changes);
            }
        }

        return next;
    }

    /// <summary>
    /// One batch: to be answered by <see cref="Answer"/> before the next question if it creates an interface.
    /// </summary>
    public ImmutableArray<KernelCommand> Next(LinkTable links, out string creating)
    {
        creating = "";
        List<KernelCommand> commands = [];
        foreach (Entry entry in _entries)
        {
            if (links.Find(entry.Wanted.BaseName) is not { } lower)
            {
                // The kernel has taken it away together with its base.
                entry.Phase = Phase.Absent;
                entry.Index = 0;
                continue;
            }

            if (entry.Phase == Phase.Absent && CanCarry(entry, lower))
            {
                entry.Phase = Phase.Creating;
                creating = entry.Wanted.Name;
                return [VirtualInterfaceCommands.Create(entry.Wanted, lower)];
            }

            if (entry.Phase == Phase.Present)
            {
                Keep(entry, links, lower, commands);
                if (entry.Phase == Phase.Absent)
                {
                    return Next(links, out creating);
                }
            }
        }

        return [.. commands];
    }

    /// <summary>The kernel's answer to a creation; what follows it, or nothing.</summary>
    /// <param name="name">Of the interface.</param>
    /// <param name="exists">There is one of this name that is not ours.</param>
    /// <param name="refused">Any other errno.</param>
    /// <param name="trouble">A text for people, or empty.</param>
    public ImmutableArray<KernelCommand> Answer(
        string name, LinkTable links, bool exists, bool refused, out string trouble)
    {
        trouble = "";
        Entry entry = _entries.First(e => e.Wanted.Name == name);
        if (links.Find(entry.Wanted.BaseName) is not { } lower)
        {
            entry.Phase = Phase.Absent;
            return [];
        }

        bool fits = !exists
            || (links.Find(name) is { } present && VirtualInterfaceCommands.Fits(entry.Wanted, present, lower));
        entry.Phase = refused || !fits ? Phase.Refused : Phase.Present;
        if (entry.Phase == Phase.Refused)
        {
            trouble = refused
                ? $"Unable to create {KindOf(entry.Wanted)} interface {name}"
                : $"{KindOf(entry.Wanted)} interface {name}: there is another interface of this name; remove it, or "
                    + "configure another name";
            return [];
        }

        return VirtualInterfaceCommands.SetUp(entry.Wanted, lower);
    }

    /// <summary>True while an interface that can be up is on its way there: no verdict on it yet.</summary>
    public bool IsSettling(LinkTable links)
    {
        foreach (Entry entry in _entries)
        {
            if (entry.Phase == Phase.Refused || links.Find(entry.Wanted.BaseName) is not { IsUp: true } lower)
            {
                continue;
            }

            NetworkLink? link = links.Find(entry.Wanted.Name);
            if (entry.Phase != Phase.Present || link is not { IsUp: true })
            {
                return CanCarry(entry, lower);
            }

            IpAddress linkLocal = LinkLocalOf(links, lower.Index);
            if (entry.Wanted.NeedsLinkLocal && !linkLocal.IsNone && !links.HasAddress(link.Index, linkLocal))
            {
                return true;
            }
        }

        return false;
    }

    private static void Undo(Entry entry, ImmutableArray<VirtualInterface> wanted, List<KernelCommand> commands)
    {
        commands.AddRange(entry.Quiet is null ? [] : [entry.Quiet.ToRemoval()]);
        if (entry.Index > 0)
        {
            commands.AddRange(entry.LinkLocal.IsNone
                ? [] : [VirtualInterfaceCommands.LinkLocal(entry.Index, entry.LinkLocal).ToRemoval()]);
            commands.AddRange(entry.Wanted.OwnAddress is not { } own
                ? [] : [new AddressItem(VirtualItems.Address(own, entry.Index)).ToRemoval()]);
        }

        commands.Add(new LinkItem(LinkRequest.ByName(entry.Wanted.Name)).ToRemoval());
        commands.AddRange(VirtualInterfaceCommands.SwitchesOfBases([entry.Wanted])
            .Except(VirtualInterfaceCommands.SwitchesOfBases(wanted)).Select(static item => item.ToRemoval()));
    }

    /// <summary>As people call it.</summary>
    public string KindOf(string name) => KindOf(Wanted.First(w => w.Name == name));

    private static string KindOf(VirtualInterface wanted) =>
        wanted.Kind == Config.Model.VirtualInterfaceKind.Macvlan ? "VMAC" : "ipvlan";

    private static bool CanCarry(Entry entry, NetworkLink lower) =>
        lower.IsEthernet || entry.Wanted.Kind == Config.Model.VirtualInterfaceKind.Ipvlan;

    private static void Keep(Entry entry, LinkTable links, NetworkLink lower, List<KernelCommand> commands)
    {
        NetworkLink? link = links.Find(entry.Wanted.Name);
        if (link is null)
        {
            // Not seen yet, or seen and deleted by somebody.
            entry.Phase = entry.Index == 0 ? Phase.Present : Phase.Absent;
            entry.Index = 0;
            return;
        }

        if (entry.Index != link.Index)
        {
            FirstSeen(entry, link, lower, commands);
        }

        if (link.VrfIndex != lower.VrfIndex && entry.VrfIndex != lower.VrfIndex)
        {
            entry.VrfIndex = lower.VrfIndex;
            commands.Add(new ChangeLink(new() { Index = link.Index, MasterIndex = lower.VrfIndex }));
        }

        IpAddress linkLocal = entry.Wanted.NeedsLinkLocal ? LinkLocalOf(links, lower.Index) : default;
        if (linkLocal != entry.LinkLocal)
        {
            if (!entry.LinkLocal.IsNone)
            {
                commands.Add(VirtualInterfaceCommands.LinkLocal(link.Index, entry.LinkLocal).ToRemoval());
            }

            if (!linkLocal.IsNone)
            {
                commands.Add(VirtualInterfaceCommands.LinkLocal(link.Index, linkLocal).ToAddition());
            }

            entry.LinkLocal = linkLocal;
        }
    }

    private static void FirstSeen(Entry entry, NetworkLink link, NetworkLink lower, List<KernelCommand> commands)
    {
        entry.Index = link.Index;
        entry.LinkLocal = default;
        if (entry.Wanted.Kind == Config.Model.VirtualInterfaceKind.Macvlan)
        {
            KernelItem quiet = new QuietInterface(link.Index, lower.Index, entry.Wanted.Family);
            commands.AddRange(entry.Quiet is null ? [] : [entry.Quiet.ToRemoval()]);
            commands.Add(quiet.ToAddition());
            entry.Quiet = quiet;
        }

        if (entry.Wanted.OwnAddress is { } own)
        {
            commands.Add(new AddressItem(VirtualItems.Address(own, link.Index)).ToAddition());
        }
    }

    private static IpAddress LinkLocalOf(LinkTable links, int index) =>
        links.PrimaryAddress(index, AddressFamily.InterNetworkV6, ImmutableHashSet<IpAddress>.Empty);

    private sealed class Entry(VirtualInterface wanted)
    {
        public VirtualInterface Wanted { get; } = wanted;

        public Phase Phase { get; set; }

        /// <summary>As last seen; 0 = not seen since it was made.</summary>
        public int Index { get; set; }

        public IpAddress LinkLocal { get; set; }

        public KernelItem? Quiet { get; set; }

        public int VrfIndex { get; set; } = -1;

        /// <summary>One that is just being made is made again: nobody waits for the answer any more.</summary>
        public void Continue(Entry before)
        {
            Phase = before.Phase == Phase.Present ? Phase.Present : Phase.Absent;
            Index = before.Index;
            LinkLocal = before.LinkLocal;
            Quiet = before.Quiet;
            VrfIndex = before.VrfIndex;
        }
    }
}
