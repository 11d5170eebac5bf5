using Keepalived.Config.Model;

namespace Keepalived.Config.Grammar;

/// <summary>The bfd_instance block (RFC 5880).</summary>
internal static class BfdGrammar
{
    private const int UnusualMilliseconds = 10_000;
    private const decimal MaxMilliseconds = 4_294_967;

    public static readonly BlockGrammar<BfdDraft> Table = Build();

    private static void Set(BfdDraft d, Func<BfdInstanceConfig, BfdInstanceConfig> change) =>
        d.Config = change(d.Config);

    private static BlockGrammar<BfdDraft> Build()
    {
        BlockGrammar<BfdDraft> b = new("bfd_instance");
        b.Address("source_ip", "Own address of the session.", (_, d, a) => Set(d, c => c with { SourceAddress = a }));
        Neighbor(b, "neighbor_ip");
        Neighbor(b, "neighbour_ip");
        Interval(b, "min_rx", 1, "Shortest interval wanted for receiving.", static (c, v) =>
            c with { MinimumReceive = v })
            .Default("10");
        Interval(b, "min_tx", 1, "Shortest interval wanted for sending.", static (c, v) =>
            c with { MinimumTransmit = v })
            .Default("10");
        Interval(b, "idle_tx", 1000, "Interval of sending while down.", static (c, v) => c with { IdleTransmit = v })
            .Default("1000");
        b.Int("multiplier", 1, 255, "Missed packets that mean down.", (d, v) =>
            Set(d, c => c with { Multiplier = (int)v }))
            .Default("5");
        b.Flag("passive", "Do not send before the peer does.", d => Set(d, c => c with { Passive = true }));
        b.Int("ttl", 1, 255, "TTL of sent packets.", (d, v) => d.Ttl = (int)v).Default("255; IPv6: 64");
        b.Int("hoplimit", 1, 255, "Same as ttl.", (d, v) => d.Ttl = (int)v).Default("255; IPv6: 64");
        b.Int("max_hops", -1, 255, "Routers that a packet may pass.", (d, v) =>
            Set(d, c => c with { MaxHops = (int)v }))
            .Default("0");
        b.Bool("multihop", "Use the port for several hops (4784).", (d, v) => Set(d, c => c with { Multihop = v }))
            .Since("2.4");
        VrrpObjectsGrammar.Weight(b, 253, "Priority change of instances that track it.",
            (d, w, r) => Set(d, c => c with { Weight = w, Reverse = r }));
        b.Flag("vrrp", "Only instances hear of it.", d => Set(d, c => c with { ForVrrp = true }));
        b.Flag("checker", "Only checkers hear of it.", d => Set(d, c => c with { ForCheckers = true }));
        return b;
    }

    private static void Neighbor(BlockGrammar<BfdDraft> b, string name) =>
        b.Address(name, "Address of the other end.", (_, d, address) =>
        {
            d.HasNeighbor = true;
            Set(d, c => c with { Neighbor = address });
        }).Default("none: mandatory");

    private static Keyword<BfdDraft> Interval(
        BlockGrammar<BfdDraft> b,
        string name,
        int min,
        string meaning,
        Func<BfdInstanceConfig, TimeSpan, BfdInstanceConfig> set)
    {
        TimeRange range = new(min, MaxMilliseconds, 3) { UnitMicroseconds = 1000 };
        return b.Custom(name, "MS", meaning, (p, d) =>
        {
            if (!p.TrySeconds(1, range, out TimeSpan value))
            {
                p.ErrorAt(1, $"Configuration error: BFD instance {d.Name} {name} value {p.Word(1)} is not valid, " +
                    $"ignoring");
                return;
            }

            if (value.TotalMilliseconds > UnusualMilliseconds)
            {
                p.Diagnostics.Warning(p.Line.SpanOf(1),
                    $"BFD instance {d.Name} {name} value {p.Word(1)} is larger than " +
                    $"{UnusualMilliseconds} ms, consider making it smaller");
            }

            Set(d, c => set(c, value));
        }).Needs(1).Range(range.Text);
    }
}
