using System.Net.Sockets;
using Keepalived.Config.Diagnostics;
using Keepalived.Config.Model;
using Keepalived.Config.Text;

namespace Keepalived.Config.Cluster;

/// <summary>
/// Compares the files of the directors of one cluster: what one of them cannot see alone. An error keeps virtual
/// routers from working together; a warning makes them do what is probably not meant.
/// </summary>
public sealed class ClusterCheck
{
    private const string BothMaster = "both become Master";

    private readonly List<ConfigDiagnostic> _findings = [];
    private readonly List<string> _forecast = [];

    /// <summary>What is wrong between the files.</summary>
    public IReadOnlyList<ConfigDiagnostic> Findings => _findings;

    /// <summary>What will happen, a sentence for each virtual router.</summary>
    public IReadOnlyList<string> Forecast => _forecast;

    public static ClusterCheck Of(IReadOnlyList<ClusterMember> members)
    {
        ClusterCheck check = new();
        // Multicast: who hears whom is a matter of VRID and family; interfaces are named by each host as it likes.
        var routers = members
            .SelectMany(member => member.Config.Instances.Select(instance => new Router(member, instance)))
            .GroupBy(router => (router.Instance.VirtualRouterId, router.Instance.Family))
            .OrderBy(group => group.Key.VirtualRouterId);
        foreach (var group in routers)
        {
            check.Compare([.. group], members);
        }

        check.CompareGroups(members);
        return check;
    }

    private void Compare(Router[] routers, IReadOnlyList<ClusterMember> members)
    {
        VrrpInstanceConfig first = routers[0].Instance;
        string name = $"virtual router {first.VirtualRouterId} ({FamilyName(first.Family)})";
        int before = _findings.Count;
        foreach (ClusterMember absent in members.Where(m => !routers.Any(router => router.Member == m)))
        {
            Warn(routers[0], $"{name} is not in {absent.File}: nobody there takes over",
                "the same virtual_router_id in both, unless that director is not meant to have it");
        }

        foreach (Router other in routers.Skip(1))
        {
            Same(routers[0], other, name, "version", static i => i.Version,
                $"neither understands the other, and {BothMaster}");
            Same(routers[0], other, name, "advert_int", static i => i.AdvertisementInterval.TotalSeconds,
                first.Version == 2 ? $"each drops the other's adverts, and {BothMaster}" : "it is the Master's");
            Same(routers[0], other, name, "auth_type", static i => Word(i.AuthenticationType), BothMaster);
            CompareSignatures(routers[0], other, name);
            CompareSignatures(other, routers[0], name);
            if (first.AuthenticationType == other.Instance.AuthenticationType
                && first.AuthenticationPassword != other.Instance.AuthenticationPassword)
            {
                Fail(other, $"{name}: auth_pass is another one than in {routers[0].Member.File}", BothMaster);
            }

            CompareAddresses(routers[0], other, name);
            ComparePeers(routers[0], other, name);
        }

        CompareWeights(routers, name);
        bool isSplit = _findings.Skip(before).Any(static f => f.Hint.EndsWith(BothMaster, StringComparison.Ordinal));
        if (isSplit)
        {
            string files = string.Join(" and ", routers.Select(static router => router.Member.File));
            _forecast.Add($"{name}: {files} do not hear each other: each is Master and has the addresses");
        }
        else
        {
            ForecastMaster(routers, name);
        }
    }

    // A failing tracker that cannot bring its director below the next one fails in silence.
    private void CompareWeights(Router[] routers, string name)
    {
        Router[] order = [.. routers.OrderByDescending(static r => WeightRange.Of(r.Instance).Highest)];
        if (order.Length < 2 || order[0].Instance.IsOwner)
        {
            return;
        }

        WeightRange first = WeightRange.Of(order[0].Instance);
        WeightRange second = WeightRange.Of(order[1].Instance);
        if (first.Lowest != first.Highest && first.Lowest > second.Highest)
        {
            _findings.Add(new ConfigDiagnostic(order[0].Instance.Source.Span, DiagnosticSeverity.Advice,
                TestStatus.Ok,
                $"{name}: with every tracker failing the priority here is still {first.Lowest}, above the "
                + $"{second.Highest} of {order[1].Member.File}: it stays Master",
                $"weights that add up to more than {order[0].Instance.Priority - order[1].Instance.Priority}"));
        }
    }

    private void CompareSignatures(Router speaker, Router listener, string name)
    {
        string? flaw = SignatureCheck.Flaw(speaker.Instance.Hmac, listener.Instance.Hmac, listener.Member.File);
        if (flaw is not null)
        {
            Fail(speaker, $"{name}: {flaw}", BothMaster);
        }
    }

    private void CompareAddresses(Router one, Router other, string name)
    {
        string[] here = [.. one.Instance.VirtualAddresses.Select(static a => a.Address.ToString())];
        string[] there = [.. other.Instance.VirtualAddresses.Select(static a => a.Address.ToString())];
        string[] missing = [.. here.Except(there, StringComparer.Ordinal)];
        string[] more = [.. there.Except(here, StringComparer.Ordinal)];
        if (missing.Length > 0)
        {
            Fail(other, $"{name}: {string.Join(", ", missing)} of {one.Member.File} is missing here",
                "it goes with the Master that has it and does not come back");
        }

        if (more.Length > 0)
        {
            Fail(other, $"{name}: {string.Join(", ", more)} is missing in {one.Member.File}",
                "it is there only while this director is Master");
        }

        if (missing.Length == 0 && more.Length == 0 && !here.SequenceEqual(there, StringComparer.Ordinal))
        {
            Warn(other, $"{name}: the addresses are in another order than in {one.Member.File}",
                "it works; some routers compare the order");
        }
    }

    private void ComparePeers(Router one, Router other, string name)
    {
        if (one.Instance.IsUnicast != other.Instance.IsUnicast)
        {
            Fail(other, $"{name}: one speaks unicast, the other multicast", BothMaster);
            return;
        }

        CheckNames(one, other, name);
        CheckNames(other, one, name);
    }

    private void CheckNames(Router speaker, Router listener, string name)
    {
        if (speaker.Instance.IsUnicast && listener.Instance.SourceAddress is { } address
            && !speaker.Instance.UnicastPeers.Any(peer => peer.Address.Equals(address)))
        {
            Fail(speaker, $"{name}: {address}, unicast_src_ip in {listener.Member.File}, is no unicast_peer here",
                "it hears nothing of this director");
        }
    }

    private void Same<T>(
        Router one, Router other, string name, string keyword, Func<VrrpInstanceConfig, T> value, string consequence)
    {
        T here = value(one.Instance);
        T there = value(other.Instance);
        if (!EqualityComparer<T>.Default.Equals(here, there))
        {
            Fail(other, $"{name}: {keyword} is {there}, but {here} in {one.Member.File}", consequence);
        }
    }

    private void ForecastMaster(Router[] routers, string name)
    {
        int highest = routers.Max(static router => router.Instance.Priority);
        Router[] candidates = [.. routers.Where(router => router.Instance.Priority == highest)];
        if (candidates.Length > 1)
        {
            string files = string.Join(" and ", candidates.Select(static router => router.Member.File));
            if (highest == byte.MaxValue)
            {
                Fail(candidates[1], $"{name}: {files} both claim to own the addresses (priority 255)", "only one may");
            }
            else
            {
                Warn(candidates[1], $"{name}: {files} have the same priority {highest}",
                    "whoever is first stays Master; if both start together, the higher address decides");
            }

            _forecast.Add($"{name}: no clear Master, {files} have priority {highest}");
            return;
        }

        Router master = candidates[0];
        string manner = master.Instance.Preempt ? "returns to it after a failure" : "does not take it back (nopreempt)";
        string next = string.Join(", then ", routers
            .Where(router => router != master)
            .OrderByDescending(static router => router.Instance.Priority)
            .Select(static router => $"{router.Member.File} ({router.Instance.Priority})"));
        _forecast.Add($"{name}: {master.Member.File} is Master ({highest}) and {manner}"
            + (next.Length == 0 ? "; nobody stands by" : $"; next is {next}"));
    }

    /// <summary>Members of a group move together, so groups have to hold the same virtual routers everywhere.</summary>
    private void CompareGroups(IReadOnlyList<ClusterMember> members)
    {
        ClusterMember first = members[0];
        foreach (ClusterMember other in members.Skip(1))
        {
            GroupsOfOne(first, other);
            GroupsOfOne(other, first);
        }
    }

    private void GroupsOfOne(ClusterMember one, ClusterMember other)
    {
        HashSet<string> there = [.. other.Config.SyncGroups.Select(group => Routers(other, group))];
        foreach (VrrpSyncGroupConfig group in one.Config.SyncGroups)
        {
            string routers = Routers(one, group);
            if (there.Add(routers))
            {
                _findings.Add(new ConfigDiagnostic(group.Source.Span, DiagnosticSeverity.Error, TestStatus.General,
                    $"the virtual routers {routers} are a vrrp_sync_group here, but not in {other.File}",
                    "the directors would split them"));
            }
        }
    }

    private static string Routers(ClusterMember member, VrrpSyncGroupConfig group) => string.Join(", ", member.Config
        .Instances.Where(instance => group.Members.Contains(instance.Name))
        .Select(static instance => (int)instance.VirtualRouterId).Order());

    private static string Word(AuthenticationType type) => type switch
    {
        AuthenticationType.Pass => "PASS",
        AuthenticationType.Ah => "AH",
        _ => "none",
    };

    private static string FamilyName(AddressFamily family) =>
        family == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4";

    private void Fail(Router router, string text, string hint) =>
        Add(router, DiagnosticSeverity.Error, TestStatus.General, text, hint);

    private void Warn(Router router, string text, string hint) =>
        Add(router, DiagnosticSeverity.Warning, TestStatus.Warning, text, hint);

    private void Add(Router router, DiagnosticSeverity severity, TestStatus status, string text, string hint) =>
        _findings.Add(new ConfigDiagnostic(router.Instance.Source.Span, severity, status, text, hint));

    private sealed record Router(ClusterMember Member, VrrpInstanceConfig Instance);
}
