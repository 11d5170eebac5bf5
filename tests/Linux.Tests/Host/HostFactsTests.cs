using System.Net.Sockets;
using Keepalived.Config;
using Keepalived.Config.Host;
using Keepalived.Core.Kernel;
using Keepalived.Linux.Host;
using Keepalived.Wire.Ethernet;
using Keepalived.Wire.Ip;
using Keepalived.Wire.Netlink;
using Linux.Tests.Support;

namespace Linux.Tests.Host;

public sealed class HostFactsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_environment_knows_interfaces_users_and_name_tables()
    {
        var host = new SystemEnvironment();
        Assert.True(host.InterfaceExists("lo"));
        Assert.True(host.IsLoopback("lo"));
        Assert.False(host.InterfaceExists("nosuch0"));
        Assert.False(host.VrfExists("lo"));
        Assert.True(host.UserExists("root") && host.GroupExists("root"));
        Assert.False(host.UserExists("nobody-at-all"));
        Assert.True(host.CanResolve("192.0.2.1"));
        // What this process may use is a part of the machine at most (NR_CPUS of any kernel is at most 8,192).
        Assert.InRange(host.ProcessorCount, Environment.ProcessorCount, 8192);
        Assert.Equal(254u, host.LookupRouteName(RouteNameTable.Table, "main", new()));
        Assert.Null(host.LookupRouteName(RouteNameTable.Table, "no-such-table", new()));
    }

    [Fact]
    public void Names_of_tables_are_those_of_the_folders_that_were_named()
    {
        Directory.CreateDirectory(_directory["etc"]);
        Directory.CreateDirectory(_directory["usr"]);
        File.WriteAllText(Path.Combine(_directory["etc"], "rt_tables"), "71 both\n");
        File.WriteAllText(Path.Combine(_directory["usr"], "rt_tables"), "72 both\n73 packaged\n");

        Assert.Equal(71u, TableOf("both"));
        Assert.Equal(73u, TableOf("packaged"));

        uint? TableOf(string name) => ConfigLoader.Parse(
            $$"""
            global_defs {
                iproute_usr_dir {{_directory["usr"]}}
                iproute_etc_dir {{_directory["etc"]}}
            }
            static_routes {
                192.0.2.0/24 dev lo table {{name}}
            }
            """,
            "k.conf",
            new ConfigLoaderOptions { Environment = new SystemEnvironment() }).Config.StaticRoutes[0].Table;
    }

    [Fact]
    public void A_user_has_its_groups_with_the_own_one_first()
    {
        UserEntry root = UserDatabase.FindUser("root")!;
        Assert.Equal((0, 0), (root.UserId, root.GroupId));
        Assert.Equal(0, root.Groups[0]);
        Assert.Equal("root", UserDatabase.FindUser("0")!.Name);
        Assert.Equal(0, UserDatabase.FindGroup("root"));
    }

    [Fact]
    public void A_script_of_the_system_is_secure_and_a_missing_one_is_missing()
    {
        Assert.Equal(ScriptStanding.Secure, ScriptSecurity.Check("/bin/true", null).Standing);
        Assert.Equal(ScriptStanding.Secure, ScriptSecurity.Check("true", null).Standing);
        Assert.Equal(ScriptStanding.Missing, ScriptSecurity.Check("/no/such/script", null).Standing);
        Assert.Equal(ScriptStanding.Missing, ScriptSecurity.Check("/etc/passwd", null).Standing);
        Assert.Equal(ScriptStanding.Missing, ScriptSecurity.Check("/etc", null).Standing);
    }

    [Fact]
    public void A_script_below_a_directory_that_others_may_write_to_names_that_directory()
    {
        string script = _directory["script"];
        File.WriteAllText(script, "#!/bin/sh\n");
        File.SetUnixFileMode(script, (UnixFileMode)0x1ED);
        ScriptVerdict verdict = ScriptSecurity.Check(script, null);
        Assert.Equal(ScriptStanding.Insecure, verdict.Standing);
        Assert.Equal("/tmp", verdict.Component);
        // Whom root does not trust may run what it likes.
        UserEntry nobody = UserDatabase.FindUser("nobody")!;
        Assert.Equal(ScriptStanding.Secure, ScriptSecurity.Check(script, nobody).Standing);
    }

    [Fact]
    public void A_link_is_judged_by_where_it_leads()
    {
        string inner = _directory["inner"];
        Directory.CreateDirectory(inner);
        File.CreateSymbolicLink(Path.Combine(inner, "loop"), Path.Combine(inner, "loop"));
        Assert.Equal(ScriptStanding.Missing, ScriptSecurity.Check(Path.Combine(inner, "loop"), null).Standing);
        // /bin is a link to usr/bin on a merged system; the verdict on it must not be "a link".
        Assert.Equal("", ScriptSecurity.Check("/bin/sh", null).Component);
    }

    [Fact]
    public void Capabilities_are_read_and_the_missing_ones_named()
    {
        Assert.Equal(0x3000ul, Capabilities.Parse("Name:\tx\nCapEff:\t0000000000003000\n"));
        Assert.Equal(ulong.MaxValue, Capabilities.Parse("nothing"));
        Assert.Equal("CAP_NET_ADMIN", Capabilities.NameOf(Capability.NetAdmin));
        Assert.Equal(Capabilities.Has(Capability.NetRaw), Capabilities.Missing(Capability.NetRaw).Count == 0);
    }

    [Theory]
    [InlineData("/usr/sbin/keepalived\0-n\0", "keepalived")]
    [InlineData("/usr/bin/dotnet\0/opt/x/keepalived-actors.dll\0-n\0", "keepalived-actors")]
    [InlineData("", "keepalived-actors")]
    public void The_name_we_were_called_by_is_that_of_the_program(string commandLine, string name) =>
        Assert.Equal(name, CommandName.From(commandLine));

    [Fact]
    public void Start_times_tell_processes_apart()
    {
        ulong own = ProcessFacts.StartTimeOf(Environment.ProcessId);
        Assert.NotEqual(0ul, own);
        Assert.NotEqual(own, ProcessFacts.StartTimeOf(1));
        Assert.Equal(0ul, ProcessFacts.StartTimeOf(999_999_999));
        Assert.Contains(Environment.ProcessId, ProcessFacts.All());
    }

    [Fact]
    public void The_record_gives_back_what_was_saved_and_only_in_its_own_boot()
    {
        KernelItem[] items =
        [
            new AddressItem(new InterfaceAddress
            {
                InterfaceIndex = 3,
                Address = IpAddress.Parse("192.0.2.10"),
                PrefixLength = 24,
                Label = "v0:vip",
            }),
            new RouteItem(new RouteMessage
            {
                Family = AddressFamily.InterNetwork,
                Destination = IpPrefix.Parse("203.0.113.0/24"),
                Gateway = IpAddress.Parse("192.0.2.1"),
            }),
            new RuleItem(new RuleMessage
            {
                Family = AddressFamily.InterNetworkV6,
                From = IpPrefix.Parse("2001:db8::/32"),
                Table = 100,
                Priority = 7,
            }),
            new LinkItem(LinkRequest.Macvlan("vrrp.51", 3, MacAddress.Parse("00:00:5e:00:01:33"))),
        ];
        using var record = new RunRecord(_directory["owned"]);
        Assert.True(record.TrySave(items, out _));
        Assert.Equal(items, record.Load());
        Assert.True(record.TryAppend(items[..1], out _));
        Assert.Equal([.. items, items[0]], record.Load());

        string text = File.ReadAllText(_directory["owned"]);
        Assert.True(SafeFile.TryWrite(_directory["owned"], "keepalived-actors 1 other boot\n"u8, out _));
        Assert.Empty(record.Load());
        Assert.True(SafeFile.TryWrite(
            _directory["owned"], System.Text.Encoding.UTF8.GetBytes(text + "AddressItem 00ff\nrubbish\n"), out _));
        Assert.Equal(items.Length + 1, record.Load().Count);
        record.Delete();
        Assert.False(record.TryAppend(items, out _));
        Assert.Empty(record.Load());
    }
}
