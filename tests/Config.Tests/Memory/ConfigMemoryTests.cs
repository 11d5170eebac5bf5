using System.Globalization;
using Keepalived.Config.Model;

namespace Keepalived.Config.Tests.Memory;

public sealed class ConfigMemoryTests
{
    private const string Global = "global_defs {\n router_id r\n enable_script_security\n script_user root\n}\n";

    private readonly Reader _reader = new();

    private static string Server(int n, string more = "", int weight = 1) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        virtual_server 10.0.0.{{n}} 80 {
         lb_algo rr # round robin
         lb_kind NAT
         protocol TCP
        {{more}}
         real_server 10.1.0.{{n}} 80 {
          weight {{weight}}
          TCP_CHECK {
           connect_timeout 3
          }
         }
        }

        """);

    [Fact]
    public void What_stands_in_the_same_words_is_the_same_object()
    {
        KeepalivedConfig first = _reader.Read(Global + Server(1) + Server(2));

        KeepalivedConfig second = _reader.Read(Global + Server(1) + Server(2, weight: 7) + Server(3));

        Assert.Same(first.VirtualServers[0], second.VirtualServers[0]);
        Assert.NotSame(first.VirtualServers[1], second.VirtualServers[1]);
        Assert.Equal(7u, second.VirtualServers[1].RealServers[0].Weight);
        Assert.Equal(3, second.VirtualServers.Count);
    }

    [Fact]
    public void What_only_moved_shares_its_real_servers_and_knows_its_new_line()
    {
        KeepalivedConfig first = _reader.Read(Global + Server(1));

        KeepalivedConfig second = _reader.Read(Global + "\n# a word\n" + Server(1));

        Assert.Same(first.VirtualServers[0].RealServers[0], second.VirtualServers[0].RealServers[0]);
        Assert.Equal(6, first.VirtualServers[0].Source.Span.Line);
        Assert.Equal(8, second.VirtualServers[0].Source.Span.Line);
    }

    [Fact]
    public void Two_of_the_same_words_stay_two_objects()
    {
        _reader.Read(Global + Server(1) + Server(1));

        KeepalivedConfig second = _reader.Read(Global + Server(1) + Server(1) + Server(1));

        Assert.Equal(3, second.VirtualServers.Items.Distinct(ReferenceEqualityComparer.Instance).Count());
    }

    [Fact]
    public void Other_global_settings_make_all_anew()
    {
        KeepalivedConfig first = _reader.Read(Global + Server(1));

        KeepalivedConfig second = _reader.Read(
            Global + Server(1) + "global_defs {\n checker_log_all_failures\n}\n");

        Assert.False(first.VirtualServers[0].RealServers[0].Checkers[0].LogAllFailures);
        Assert.True(second.VirtualServers[0].RealServers[0].Checkers[0].LogAllFailures);
    }

    [Theory]
    [InlineData(" no_such_keyword")]
    [InlineData(" quorum 9")]
    [InlineData(" quorum_up /bin/true")]
    [InlineData(" snmp_name x")]
    [InlineData(" $MORE")]
    [InlineData(" @other alpha")]
    [InlineData(" include more.conf")]
    [InlineData(" ~SEQ(i, 2) real_server 10.2.0.$i 80 { }")]
    [InlineData(" real_server 10.2.0.1 80 {\n  notify_up /bin/true\n }")]
    [InlineData(" real_server 10.2.0.1 80 {\n  MISC_CHECK {\n   misc_path /bin/true\n  }\n }")]
    [InlineData(" real_server 10.2.0.1 80 {\n  FILE_CHECK {\n   track_file f\n  }\n }")]
    [InlineData(" real_server 10.2.0.1 80 {\n }")]
    public void What_depends_on_more_or_was_told_of_is_read_each_time(string line)
    {
        string text = Global + "track_file f {\n file /tmp/f\n}\n" + Server(1, line);
        _reader.Files["/etc/more.conf"] = " alpha\n";

        _reader.Read("$MORE=alpha\n" + text);

        Assert.Equal(0, _reader.Remembered);
        Assert.False(_reader.Read("$MORE=omega\n" + text).VirtualServers[0].Alpha && line == " $MORE");
        _reader.Files["/etc/more.conf"] = " omega\n";
        _reader.Read("$MORE=omega\n" + text);
    }

    [Fact]
    public void A_group_is_read_each_time_for_what_it_holds_stands_elsewhere()
    {
        string server = Server(1).Replace("10.0.0.1 80", "group G", StringComparison.Ordinal);

        _reader.Read(Global + server + "virtual_server_group G {\n 10.0.0.1 80\n}\n");
        _reader.Read(Global + server + "virtual_server_group G {\n fwmark 7\n}\n");

        Assert.Equal(0, _reader.Remembered);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("}")]
    [InlineData(" { }")]
    public void What_follows_the_last_brace_on_its_line_is_not_lost(string tail)
    {
        string text = Global + Server(1).TrimEnd();

        _reader.Read(text);
        _reader.Read(text + tail + "\n");
        _reader.Read(text);
    }

    [Fact]
    public void Included_files_are_remembered_and_name_the_line_that_includes_them()
    {
        _reader.Files["/etc/a.conf"] = Server(1) + Server(2);
        KeepalivedConfig first = _reader.Read(Global + "include a.conf\n");

        KeepalivedConfig second = _reader.Read("\n" + Global + "include a.conf\n");

        Assert.Equal(2, _reader.Remembered);
        Assert.Same(first.VirtualServers[1].RealServers[0], second.VirtualServers[1].RealServers[0]);
    }

    [Fact]
    public void A_block_that_does_not_end_is_not_taken_for_one_that_does()
    {
        string open = Server(1)[..^2];

        _reader.Read(Global + open);
        _reader.Read(Global + open + "}\n");
        _reader.Read(Global + open);
    }
}
