using static Keepalived.Core.Lvs.Nftables.NftablesNames;

namespace Keepalived.Core.Lvs.Nftables;

/// <content>The sets and chains that count.</content>
internal sealed partial class NftablesScript
{
    private void WriteCounting()
    {
        foreach ((string chain, string[] rules) in NftablesCounters.Chains())
        {
            Line($"add chain {Table} {chain}");
            Line($"flush chain {Table} {chain}");
            foreach (string rule in rules)
            {
                Line($"add rule {Table} {chain} {rule}");
            }
        }

        // After the address has been changed; what goes over the loopback would be counted twice.
        foreach ((string hook, string condition) in new[] { ("prerouting", "iifname != \"lo\" "), ("output", "") })
        {
            Line($"add chain {Table} count_{hook} {{ type filter hook {hook} priority -90; }}");
            Line($"flush chain {Table} count_{hook}");
            Line($"add rule {Table} count_{hook} {condition}ct status dnat goto count");
        }
    }

    private void ChangeCounters(NftablesService? before, NftablesService? after)
    {
        ILookup<string, string> old = Counters(before);
        ILookup<string, string> wanted = Counters(after);
        foreach (string set in old.Select(group => group.Key).Union(wanted.Select(group => group.Key)))
        {
            HashSet<string> kept = [.. old[set]];
            _elements.AddRange(wanted[set].Where(element => !kept.Contains(element)).Distinct());
            kept.ExceptWith(wanted[set]);
            _keys.AddRange(kept);
            FlushElements(set);
        }
    }

    private static ILookup<string, string> Counters(NftablesService? service) =>
        (service?.Servers.Keys.SelectMany(server => NftablesCounters.Of(service.Service.Key, server)) ?? [])
        .ToLookup(place => place.Set, place => place.Element, StringComparer.Ordinal);
}
