using System.Text;

namespace Keepalived.Config.Tests.Memory;

public sealed class RandomEditsTests
{
    private const int Steps = 400;

    private static readonly string[] s_blocks =
    [
        "global_defs {\n checker_log_all_failures\n}\n",
        "$PORT=80\n",
        "$PORT=81\n",
        "# a comment\n\n",
        "vrrp_instance V {\n interface eth0\n virtual_router_id 1\n virtual_ipaddress {\n  10.0.0.9\n }\n}\n",
        Server("10.0.0.1 80", "TCP_CHECK {\n}"),
        Server("10.0.0.1 80", "TCP_CHECK {\n }"),
        Server("10.0.0.2 $PORT", "TCP_CHECK {\n}"),
        Server("10.0.0.3 80", "HTTP_GET {\n url {\n path \"/a b\"\n status_code 200\n }\n}"),
        Server("10.0.0.4 80", "SMTP_CHECK {\n helo_name x\n}").Replace("\n", "\r\n", StringComparison.Ordinal),
        Server("10.0.0.5 80", "nonsense"),
        Server("fwmark 3", "PING_CHECK {\n}"),
        Server("group G", "TCP_CHECK {\n}"),
        "virtual_server_group G {\n 10.0.0.8 80\n}\n",
        "include a.conf\n",
        "include b.conf\n",
        "~SEQ(i, 2) virtual_server 10.0.1.$i 80 {\nlb_algo rr\n}\n",
        "virtual_server 10.0.0.6 80 {\n",
        "}\n",
        "stray { }\n",
        "virtual_server 10.0.0.7 80\n{ lb_algo rr\n protocol TCP\n lb_kind NAT\n real_server 10.1.1.7 80 {\n}\n}\n",
    ];

    /// <summary>Whatever is put in, taken out and moved: with a memory a text is read as without.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_memory_changes_nothing_but_the_time_it_takes(int seed)
    {
        Random random = new(seed);
        Reader reader = new();
        reader.Files["/etc/a.conf"] = Server("10.0.2.1 80", "TCP_CHECK {\n}");
        reader.Files["/etc/b.conf"] = "# b\n" + Server("10.0.2.2 80", "TCP_CHECK {\n}") + "include a.conf\n";
        List<string> text = [];
        int most = 0;
        for (int step = 0; step < Steps; step++)
        {
            Edit(random, text);
            reader.Result(string.Concat(text));
            most = Math.Max(most, reader.Remembered);
        }

        Assert.True(most >= 3);
    }

    private static void Edit(Random random, List<string> text)
    {
        int at = random.Next(text.Count + 1);
        switch (random.Next(5))
        {
            case 0 when at < text.Count:
                text.RemoveAt(at);
                break;
            case 1 when at < text.Count:
                text[at] = s_blocks[random.Next(s_blocks.Length)];
                break;
            case 2 when at < text.Count && text[at].Length > 1:
                int character = random.Next(text[at].Length);
                text[at] = new StringBuilder(text[at]) { [character] = "x}{ \n#\"$"[random.Next(8)] }.ToString();
                break;
            case 3 when text.Count > 12:
                text.RemoveRange(0, 6);
                break;
            default:
                text.Insert(at, s_blocks[random.Next(s_blocks.Length)]);
                break;
        }
    }

    private static string Server(string key, string check) =>
        $"virtual_server {key} {{\n lb_algo rr\n lb_kind NAT\n protocol TCP\n"
        + $" real_server 10.1.1.1 80 {{\n  {check}\n }}\n}}\n";
}
