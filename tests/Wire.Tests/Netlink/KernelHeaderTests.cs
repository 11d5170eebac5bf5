using System.Diagnostics;
using System.Reflection;
using System.Text;
using Keepalived.Wire.Ipvs;
using Keepalived.Wire.Netlink;
using Xunit.Abstractions;

namespace Keepalived.Wire.Tests.Netlink;

/// <summary>
/// Compiles a generated C file of static assertions: our numbers against the headers of this machine.
/// </summary>
public sealed class KernelHeaderTests(ITestOutputHelper output)
{
    private static readonly string[] Headers =
    [
        "stddef.h", "sys/socket.h", "linux/types.h", "linux/netlink.h", "linux/rtnetlink.h", "linux/if.h",
        "linux/if_arp.h", "linux/if_link.h", "linux/if_addr.h", "linux/fib_rules.h", "linux/lwtunnel.h",
        "linux/mpls_iptunnel.h", "linux/ila.h", "linux/genetlink.h", "linux/ip_vs.h",
    ];

    private static readonly Type[] Constants =
    [
        typeof(NetlinkConstants), typeof(RtnetlinkConstants), typeof(LinkConstants), typeof(AddressConstants),
        typeof(RuleConstants), typeof(EncapsulationConstants), typeof(GenericNetlinkConstants), typeof(IpvsConstants),
    ];

    // Each layout that a codec reads or writes by hand: structure, size, then field and offset pairs.
    private static readonly (string Structure, int Size, (string Field, int Offset)[] Fields)[] Layouts =
    [
        ("struct nlmsghdr", NetlinkConstants.NLMSG_HDRLEN,
            [("nlmsg_len", 0), ("nlmsg_type", 4), ("nlmsg_flags", 6), ("nlmsg_seq", 8), ("nlmsg_pid", 12)]),
        ("struct nlattr", NetlinkConstants.NLA_HDRLEN, [("nla_len", 0), ("nla_type", 2)]),
        ("struct nlmsgerr", 4 + NetlinkConstants.NLMSG_HDRLEN, [("error", 0), ("msg", 4)]),
        ("struct ifinfomsg", LinkMessage.HeaderLength,
            [("ifi_family", 0), ("ifi_type", 2), ("ifi_index", 4), ("ifi_flags", 8), ("ifi_change", 12)]),
        ("struct ifaddrmsg", AddressMessage.HeaderLength,
            [("ifa_family", 0), ("ifa_prefixlen", 1), ("ifa_flags", 2), ("ifa_scope", 3), ("ifa_index", 4)]),
        ("struct ifa_cacheinfo", 16, [("ifa_prefered", 0), ("ifa_valid", 4)]),
        ("struct rtmsg", RouteMessage.HeaderLength,
            [("rtm_family", 0), ("rtm_dst_len", 1), ("rtm_src_len", 2), ("rtm_tos", 3), ("rtm_table", 4),
             ("rtm_protocol", 5), ("rtm_scope", 6), ("rtm_type", 7), ("rtm_flags", 8)]),
        ("struct rtnexthop", 8, [("rtnh_len", 0), ("rtnh_flags", 2), ("rtnh_hops", 3), ("rtnh_ifindex", 4)]),
        ("struct rtvia", 2, [("rtvia_family", 0), ("rtvia_addr", 2)]),
        ("struct rta_cacheinfo", 32, [("rta_expires", 8)]),
        ("struct fib_rule_hdr", RuleMessage.HeaderLength,
            [("family", 0), ("dst_len", 1), ("src_len", 2), ("tos", 3), ("table", 4), ("action", 7), ("flags", 8)]),
        ("struct fib_rule_uid_range", 8, [("start", 0), ("end", 4)]),
        ("struct fib_rule_port_range", 4, [("start", 0), ("end", 2)]),
        ("struct genlmsghdr", GenericHeader.Length, [("cmd", 0), ("version", 1)]),
        ("struct ip_vs_flags", 8, [("flags", 0), ("mask", 4)]),
    ];

    [NeedsCompilerFact]
    public void Every_constant_and_layout_is_that_of_the_kernel_headers()
    {
        string source = Source();
        output.WriteLine($"{source.Count(c => c == '\n')} lines of C");

        (int exitCode, string messages) = Compile(source);

        Assert.True(exitCode == 0, messages);
    }

    [NeedsCompilerFact]
    public void A_wrong_number_would_be_noticed()
    {
        (int exitCode, string messages) = Compile(Source() + "_Static_assert(RTM_NEWLINK == 17, \"RTM_NEWLINK\");\n");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("RTM_NEWLINK", messages, StringComparison.Ordinal);
    }

    private static string Source()
    {
        var source = new StringBuilder();
        foreach (string header in Headers)
        {
            source.Append($"#include <{header}>\n");
        }

        foreach (FieldInfo field in Constants.SelectMany(type => type.GetFields()))
        {
            object value = field.GetRawConstantValue()!;
            source.Append(value is string text
                ? $"_Static_assert(sizeof({field.Name}) == {text.Length + 1}, \"{field.Name}\");\n"
                : $"_Static_assert(({field.Name}) == {value}, \"{field.Name}\");\n");
        }

        source.Append(
            $"_Static_assert(AF_INET == {KernelFamily.Inet} && AF_INET6 == {KernelFamily.Inet6}, \"AF_INET\");\n");
        source.Append($"_Static_assert(AF_BRIDGE == {KernelFamily.Bridge}, \"AF_BRIDGE\");\n");
        foreach ((string structure, int size, (string Field, int Offset)[] fields) in Layouts)
        {
            source.Append($"_Static_assert(sizeof({structure}) == {size}, \"{structure}\");\n");
            foreach ((string field, int offset) in fields)
            {
                source.Append(
                    $"_Static_assert(offsetof({structure}, {field}) == {offset}, \"{structure}.{field}\");\n");
            }
        }

        return source.ToString();
    }

    private static (int ExitCode, string Messages) Compile(string source)
    {
        var start = new ProcessStartInfo("cc", ["-fsyntax-only", "-std=gnu11", "-x", "c", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        using Process compiler = Process.Start(start)!;
        compiler.StandardInput.Write(source);
        compiler.StandardInput.Close();
        string messages = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        return (compiler.ExitCode, messages);
    }
}

/// <summary>Skipped, with the reason, where there is no C compiler; under CI=true it runs and so fails there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsCompilerFactAttribute : FactAttribute
{
    public NeedsCompilerFactAttribute()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        bool isRequired = Environment.GetEnvironmentVariable("CI") == "true";
        if (!isRequired && !folders.Any(folder => File.Exists(Path.Combine(folder, "cc"))))
        {
            Skip = "there is no C compiler (cc) here to check the kernel headers with";
        }
    }
}
