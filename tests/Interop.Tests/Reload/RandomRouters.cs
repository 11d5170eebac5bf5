using System.Globalization;
using System.Text;

namespace Interop.Tests.Reload;

/// <summary>A file of virtual routers on eth0 and eth1 in which anything may change between two reloads.</summary>
internal sealed class RandomRouters(Random random)
{
    private const int MostRouters = 4;
    private const int FirstVrid = 10;

    private readonly List<Router> _routers = [];
    private readonly List<string> _statics = [];
    private int _names;
    private bool _grouped;

    /// <summary>Those that are to be Master when the file is in effect.</summary>
    public IEnumerable<string> Names => _routers.Select(static r => r.Name);

    /// <summary>Up to three changes; says which.</summary>
    public string Change()
    {
        if (_routers.Count == 0)
        {
            _routers.Add(NewRouter());
            _routers.Add(NewRouter());
            return "the first";
        }

        List<string> done = [];
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            done.Add(ChangeOne());
        }

        _grouped = _routers.Count > 1 && random.Next(3) == 0;
        return string.Join(", ", done);
    }

    public override string ToString()
    {
        StringBuilder text = new();
        HashSet<string> taken = [];
        text.Append("static_ipaddress {\n").AppendJoin('\n', _statics).Append("\n}\n");
        if (_grouped)
        {
            text.Append("vrrp_sync_group G {\ngroup {\n").AppendJoin('\n', Names).Append("\n}\n}\n");
        }

        foreach (Router router in _routers)
        {
            text.Append(router.Text(taken));
        }

        return text.ToString();
    }

    private string ChangeOne()
    {
        Router one = _routers[random.Next(_routers.Count)];
        Router other = _routers[random.Next(_routers.Count)];
        switch (random.Next(11))
        {
            case 0 when _routers.Count < MostRouters:
                _routers.Add(NewRouter());
                return "one more";
            case 1 when _routers.Count > 1:
                _routers.Remove(one);
                return $"{one.Name} less";
            case 2:
                one.Name = NewName();
                return "a name";
            case 3 when one != other:
                (one.Name, other.Name) = (other.Name, one.Name);
                return "names changed round";
            case 4:
                one.Vmac = one.Vmac == "" ? "use_vmac" : "";
                return $"{one.Name} {one.Vmac}";
            case 5:
                one.Vmac = one.Vmac == "" ? "" : one.Vmac == "use_vmac" ? "use_vmac\nvmac_xmit_base" : "use_vmac";
                return $"{one.Name} xmit";
            case 6:
                one.Link = 1 - one.Link;
                Renew(one);
                return $"{one.Name} on eth{one.Link}";
            case 7:
                one.Accepts = !one.Accepts;
                return $"{one.Name} accepts: {one.Accepts}";
            case 8:
                one.Vrid = FreeVrid();
                return $"{one.Name} is {one.Vrid}";
            case 9:
                _statics.Clear();
                _statics.AddRange(Enumerable.Range(0, random.Next(3)).Select(
                    i => $"10.{i}.0.{random.Next(200, 220)}/32 dev eth{i}"));
                return "static addresses";
            default:
                Renew(one);
                return $"{one.Name}: addresses and routes";
        }
    }

    private Router NewRouter()
    {
        Router router = new()
        {
            Name = NewName(),
            Vrid = FreeVrid(),
            Link = random.Next(2),
            Accepts = random.Next(2) == 0,
            Vmac = random.Next(3) == 0 ? "use_vmac" : "",
        };
        Renew(router);
        return router;
    }

    /// <summary>Other addresses, other routes and rules.</summary>
    private void Renew(Router router)
    {
        string own = $"10.{router.Link}.0.";
        router.Addresses = [.. Enumerable.Range(0, random.Next(1, 4)).Select(
            _ => $"{own}{random.Next(100, 130)}/{(random.Next(3) == 0 ? 32 : 24)}")];
        router.Excluded = random.Next(3) == 0 && router.Link == 0 ? [$"fd00::{random.Next(100, 130)}/64"] : [];
        router.Routes = [.. Enumerable.Range(0, random.Next(3)).Select(
            _ => $"10.{random.Next(60, 90)}.0.0/16 via {own}9 dev eth{router.Link} table 200")];
        router.Rules = random.Next(2) == 0 ? [] : [$"from {own}{random.Next(100, 130)} table 200 priority 900"];
    }

    private string NewName() => string.Create(CultureInfo.InvariantCulture, $"R{++_names}");

    private int FreeVrid()
    {
        int[] free = [.. Enumerable.Range(FirstVrid, 2 * MostRouters).Except(_routers.Select(static r => r.Vrid))];
        return free[random.Next(free.Length)];
    }

    private sealed class Router
    {
        public required string Name { get; set; }

        public int Vrid { get; set; }

        public int Link { get; set; }

        public bool Accepts { get; set; }

        public string Vmac { get; set; } = "";

        public string[] Addresses { get; set; } = [];

        public string[] Excluded { get; set; } = [];

        public string[] Routes { get; set; } = [];

        public string[] Rules { get; set; } = [];

        /// <param name="taken">What another one has; what is there twice belongs to the first.</param>
        public string Text(HashSet<string> taken)
        {
            // One address whatever happens.
            string[] addresses = [.. Addresses.Where(a => taken.Add(a.Split('/')[0]))];
            addresses = addresses.Length > 0 ? addresses : [$"10.{Link}.0.{Vrid + 140}/32"];
            return string.Create(CultureInfo.InvariantCulture, $$"""
                vrrp_instance {{Name}} {
                    interface eth{{Link}}
                    virtual_router_id {{Vrid}}
                    version 3
                    advert_int 0.2
                    {{(Accepts ? "accept" : "no_accept")}}
                    {{Vmac}}
                    {{Block("virtual_ipaddress", addresses)}}
                    {{Block("virtual_ipaddress_excluded", Excluded.Where(a => taken.Add(a.Split('/')[0])))}}
                    {{Block("virtual_routes", Routes.Where(r => taken.Add(r.Split(' ')[0])))}}
                    {{Block("virtual_rules", Rules.Where(taken.Add))}}
                }

                """);
        }

        private static string Block(string keyword, IEnumerable<string> lines) =>
            lines.Any() ? $"{keyword} {{\n{string.Join('\n', lines)}\n}}" : "";
    }
}
