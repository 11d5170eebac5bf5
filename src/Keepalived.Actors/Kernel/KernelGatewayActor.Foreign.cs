using System.Collections.Immutable;
using Akka.Actor;
using Keepalived.Core.Kernel;

namespace Keepalived.Actors.Kernel;

/// <content>What others do to what is ours.</content>
public sealed partial class KernelGatewayActor
{
    private void Compare(KernelEvent change)
    {
        switch (change)
        {
            case AddressRemoved removed when WantsAddress(removed.Address):
                ReportLost(Present(_kernel.Dump()));
                break;
            case RouteRemoved removed when _desired.Find(new RouteItem(removed.Route)) is { } item:
                PutBack(item);
                break;
            case RuleRemoved removed:
                Array.ForEach([.. _desired.Items.Where(i => i is RuleItem rule && IsLike(rule, removed))], PutBack);

                break;
            case FirewallRemoved removed when _firewall.PutBack(removed):
                _restored++;
                break;
            case LinkChanged { Link.IsUp: true } changed:
                PutBackRoutes(changed.Link.Index);
                break;
        }
    }

    private static bool IsLike(RuleItem rule, RuleRemoved removed) =>
        rule.Rule.Family == removed.Rule.Family && rule.Rule.Priority == removed.Rule.Priority;

    /// <summary>
    /// Routes and rules are not dumped: whether one is really gone shows when it is put back. What is not there and
    /// cannot be put back now is tried again when a link comes up.
    /// </summary>
    private void PutBack(KernelItem item)
    {
        if (item is RouteItem { NoTrack: true } or RuleItem { NoTrack: true })
        {
            return;
        }

        _failures.Clear();
        if (!_kernel.PutBack(item, _failures))
        {
            return;
        }

        foreach (string owner in _desired.OwnersOf(item).ToArray())
        {
            KernelLog.Lost(_log, owner, item);

            // A route through no interface is not tracked (so says the warning about it), but wanted all the same.
            bool isTracked = owner != StaticOwner && item is not RouteItem { LeadsNowhere: true };
            if (isTracked && _owners.TryGetValue(owner, out IActorRef? actor))
            {
                actor.Tell(new OwnedItemsLost(owner, [item]));
            }
            else if (_failures.Count == 0)
            {
                _restored++;
                KernelLog.Restored(_log, owner, item);
            }
        }
    }

    /// <summary>With a link that went down the kernel drops its IPv4 routes and says nothing.</summary>
    private void PutBackRoutes(int index)
    {
        foreach (KernelItem item in _desired.Of(StaticOwner))
        {
            if (item is RouteItem route && route.Uses(index))
            {
                _failures.Clear();
                if (_kernel.PutBack(item, _failures) && _failures.Count == 0)
                {
                    _restored++;
                    KernelLog.Restored(_log, StaticOwner, item);
                }
            }
        }
    }

    private bool WantsAddress(in KernelAddress address) => _desired.IsWanted(new AddressItem(new InterfaceAddress
    {
        InterfaceIndex = address.InterfaceIndex,
        Address = address.Address,
        PrefixLength = address.PrefixLength,
    }));

    /// <summary>
    /// A removal that the kernel reports may be our own of a moment ago. So an event only says "look": what counts is
    /// whether the kernel has the item now.
    /// </summary>
    private void ReportLost(HashSet<KernelItem> present)
    {
        foreach (string owner in _desired.Owners.ToArray())
        {
            ImmutableArray<KernelItem> lost =
                [.. _desired.Of(owner).Where(item => item is AddressItem && !present.Contains(item))];
            if (lost.IsEmpty)
            {
                continue;
            }

            KernelItem[] untracked =
                [.. lost.Where(item => owner == StaticOwner || item is AddressItem { Address.NoTrack: true })];
            Restore(owner, untracked);
            lost = [.. lost.Except(untracked)];
            foreach (KernelItem item in lost)
            {
                KernelLog.Lost(_log, owner, item);
            }

            if (!lost.IsEmpty && _owners.TryGetValue(owner, out IActorRef? actor))
            {
                actor.Tell(new OwnedItemsLost(owner, lost));
            }
        }
    }

    private void Restore(string owner, IReadOnlyCollection<KernelItem> items)
    {
        if (items.Count == 0)
        {
            return;
        }

        _commands.Clear();
        _commands.AddRange(items.Select(item => item.ToAddition()));
        Write(owner);
        _restored += _commands.Count - _failures.Count;
        foreach (KernelItem item in items)
        {
            KernelLog.Restored(_log, owner, item);
        }
    }

    private static HashSet<KernelItem> Present(KernelSnapshot snapshot)
    {
        HashSet<KernelItem> present = new(snapshot.Addresses.Length);
        foreach (KernelAddress address in snapshot.Addresses)
        {
            present.Add(new AddressItem(new InterfaceAddress
            {
                InterfaceIndex = address.InterfaceIndex,
                Address = address.Address,
                PrefixLength = address.PrefixLength,
            }));
        }

        return present;
    }
}
