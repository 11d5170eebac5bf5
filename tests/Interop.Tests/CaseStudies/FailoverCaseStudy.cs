using System.Text.RegularExpressions;
using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.CaseStudies;

/// <summary>How the published files authenticate, and with what we replace it.</summary>
public enum CaseStudyAuthentication
{
    AsPublished,
    Password,
    None,
}

/// <summary>The user guide's pair of directors: the published files and what it promises.</summary>
public abstract partial class FailoverCaseStudy(DirectorPair pair, ITestOutputHelper output)
{
    private static readonly string[] _group1 = ["192.168.200.10/32", "192.168.200.11/32", "192.168.100.10/32"];
    private static readonly string[] _group2 = ["192.168.200.12/32", "192.168.200.13/32", "192.168.100.11/32"];
    private static readonly string[] _all = [.. _group1, .. _group2];

    public sealed class OursBesideOurs(ITestOutputHelper output)
        : FailoverCaseStudy(DirectorPair.OursBesideOurs, output);

    public sealed class OursBesideReference(ITestOutputHelper output)
        : FailoverCaseStudy(DirectorPair.OursBesideReference, output);

    public sealed class ReferenceBesideOurs(ITestOutputHelper output)
        : FailoverCaseStudy(DirectorPair.ReferenceBesideOurs, output);

    [CaseStudyTheory]
    [InlineData(CaseStudyAuthentication.AsPublished)]
    [InlineData(CaseStudyAuthentication.Password)]
    [InlineData(CaseStudyAuthentication.None)]
    public void The_published_files_distribute_the_addresses_as_the_guide_says(CaseStudyAuthentication authentication)
    {
        using var lan = new NetworkNamespaceLan(output);
        LanHost a = lan.AddHost("a", "192.168.200.5/24", "192.168.100.5/24");
        LanHost b = lan.AddHost("b", "192.168.200.6/24", "192.168.100.6/24");

        DirectorProcess first = lan.Start(a, pair.First(), Published(1, pair.First(), authentication));
        Expect(first, a, _all, []);
        Assert.All(_all, address => Assert.Contains("scope global", a.Ip("-o", "addr", "show", "to", address)));

        DirectorProcess second = lan.Start(b, pair.Second(), Published(2, pair.Second(), authentication));
        Expect(first, a, _group1, _group2);
        Expect(second, b, _group2, _group1);

        a.SetCable("eth0", plugged: false);
        Expect(second, b, _all, []);
        Expect(first, a, [], _all);

        a.SetCable("eth0", plugged: true);
        Expect(first, a, _group1, _group2);
        Expect(second, b, _group2, _group1);
        Assert.Equal((0, 0), (first.Stop(), second.Stop()));
        ExpectNothing(first, a);
        ExpectNothing(second, b);
    }

    private static void ExpectNothing(DirectorProcess director, LanHost host)
    {
        if (!director.KilledItsChild)
        {
            Expect(director, host, [], _all);
        }
    }

    private static void Expect(DirectorProcess director, LanHost host, string[] has, string[] lacks) =>
        Eventually.That(
            () => host.Addresses.HasAll(has) && host.Addresses.HasNone(lacks),
            $"{host.Name} has {string.Join(' ', has)} and lacks {string.Join(' ', lacks)}",
            director.Story);

    // The reference of today no longer knows the old way to list a group's members; ours does.
    private static string Published(int director, DirectorKind kind, CaseStudyAuthentication authentication)
    {
        bool old = kind == DirectorKind.Ours && !Machine.OursIsReference;
        string file = $"failover-director{director}{(old ? "" : "-reference")}.conf";
        string text = File.ReadAllText(Path.Combine(Machine.CaseStudies!, file));
        return authentication switch
        {
            CaseStudyAuthentication.Password => text.Replace("auth_type AH", "auth_type PASS"),
            CaseStudyAuthentication.None => Authentication().Replace(text, ""),
            _ => text,
        };
    }

    [GeneratedRegex(@"authentication \{[^}]*\}")]
    private static partial Regex Authentication();
}
