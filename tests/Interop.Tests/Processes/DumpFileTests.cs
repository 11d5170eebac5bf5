using System.Text.Json;
using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Processes;

/// <summary>The dump files of a running daemon: what is in them, and what others may plant in their places.</summary>
public sealed class DumpFileTests(ITestOutputHelper output)
{
    private const string Secret = "sekret77";
    private const string Treasure = "not to be touched";

    private static readonly string[] _files =
    [
        "keepalived.data", "keepalived_parent.data", "keepalived.stats", "keepalived.json", "keepalived_actors.json",
    ];

    private static readonly string[] _signals = ["USR1", "USR2", "36"];

    private static readonly string _config = """
        vrrp_script works {
            script "/usr/bin/test 1"
            interval 1
        }

        """ + new InstanceText(100)
    {
        Format = WireFormat.Version2Password,
        Key = Secret,
        Addresses = ["10.0.0.100", "10.0.0.101/24"],
        More = "track_script {\n        works\n    }",
    };

    public enum Trap
    {
        Link,
        Fifo,
        ForeignFile,
        HardLink,
        Directory,
    }

    [NamespaceFact]
    public void Exporters_read_the_state_and_the_counters_and_no_secret_is_shown()
    {
        using var lan = new NetworkNamespaceLan(output);
        DirectorProcess director = Start(lan, out LanHost host);

        Array.ForEach(_signals, director.Signal);
        Eventually.That(() => _files.All(name => File.Exists(At(host, name))), "all files", director.Story);

        string data = File.ReadAllText(At(host, "keepalived.data"));
        Assert.Contains("VRRP Topology", data);
        Dictionary<string, List<string>> instance = ExporterReading.Instance(data, "VI_1");
        Assert.Equal(["MASTER"], instance["State"]);
        Assert.Equal(["MASTER"], instance["Wantstate"]);
        Assert.Equal(["eth0"], instance["Interface"]);
        Assert.Equal(["51"], instance["Virtual Router ID"]);
        Assert.Equal(["5"], instance["Gratuitous ARP delay"]);
        string[][] addresses = [.. instance["Virtual IP"].Select(line => line.Split(' '))];
        Assert.Equal(["10.0.0.100", "10.0.0.101/24"], addresses.Select(words => words[0].Replace("/32", "")));
        Assert.All(addresses, words => Assert.Equal("eth0", words[2]));
        Assert.Contains(" VRRP Script = works", data);
        string script = data[data.IndexOf(" VRRP Script =", StringComparison.Ordinal)..];
        Assert.Matches(@"   State = (idle|running)\n", script);

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(At(host, "keepalived.json")));
        JsonElement first = json.RootElement[0];
        Assert.Equal("VI_1", first.GetProperty("data").GetProperty("iname").GetString());
        Assert.Equal(2, first.GetProperty("data").GetProperty("state").GetInt32());
        Assert.Equal(51, first.GetProperty("data").GetProperty("vrid").GetInt32());
        Assert.Equal(1, first.GetProperty("stats").GetProperty("become_master").GetInt32());
        Assert.True(first.GetProperty("stats").GetProperty("advert_sent").GetInt32() > 0);

        Assert.All(_files, name => Assert.DoesNotContain(Secret, File.ReadAllText(At(host, name))));
        Assert.All(_files, name => AssertPrivate(At(host, name)));
        Assert.DoesNotContain(director.Log, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    [NamespaceFact]
    public void STATS_CLEAR_writes_the_counters_and_then_starts_them_anew()
    {
        using var lan = new NetworkNamespaceLan(output);
        DirectorProcess director = Start(lan, out LanHost host);

        director.Signal("63");
        Eventually.That(() => File.Exists(At(host, "keepalived.stats")), "the statistics", director.Story);
        Dictionary<string, int> before =
            ExporterReading.Statistics(File.ReadAllText(At(host, "keepalived.stats")), "VI_1");
        Dictionary<string, int> after = ExporterReading.Statistics(director.Statistics(), "VI_1");

        Assert.True(before["Advertisements/Sent"] > 0);
        Assert.Equal((1, 0), (before["Became master"], after["Became master"]));
        Assert.Equal(before.Keys, after.Keys);
    }

    [NamespaceTheory]
    [InlineData(Trap.Link)]
    [InlineData(Trap.Fifo)]
    [InlineData(Trap.ForeignFile)]
    [InlineData(Trap.HardLink)]
    [InlineData(Trap.Directory)]
    public void What_others_planted_in_the_place_of_a_dump_is_neither_followed_nor_written_to(Trap trap)
    {
        using var lan = new NetworkNamespaceLan(output);
        DirectorProcess director = Start(lan, out LanHost host, "-u", "000");
        Shell.Run("chmod", "1777", host.Directory);
        string treasure = ShortRun.Write(host, "treasure", Treasure);
        Array.ForEach(_files, name => Plant(host, At(host, name), treasure, trap));

        Array.ForEach(_signals, director.Signal);

        if (trap == Trap.Directory)
        {
            Array.ForEach(_files, name => director.WaitForLog("Cannot write " + At(host, name)));
            Assert.All(_files, name => Assert.Empty(Directory.GetFileSystemEntries(At(host, name))));
            Array.ForEach(_files, name => Directory.Delete(At(host, name)));
            Array.ForEach(_signals, director.Signal);
        }
        Eventually.That(() => _files.All(name => IsDump(At(host, name))), "all files are dumps", director.Story);
        Assert.All(_files, name => AssertPrivate(At(host, name)));
        Assert.Equal(Treasure, File.ReadAllText(treasure));
        Assert.Equal("", string.Concat(Directory.GetFiles(host.Directory, ".keepalived*")));
        Assert.True(director.Is("MASTER") && !director.HasExited, director.Story());
    }

    private static string At(LanHost host, string name) => Path.Combine(host.Directory, name);

    private static DirectorProcess Start(NetworkNamespaceLan lan, out LanHost host, params string[] options)
    {
        host = lan.AddHost("a", "10.0.0.1/24");
        AdvertCapture capture = lan.Capture();
        DirectorProcess director = lan.Start(host, DirectorKind.Ours, _config, ["-d", .. options]);
        director.WaitFor("MASTER");
        capture.WaitForMore(host.AddressOf(), 1);
        return director;
    }

    private static void Plant(LanHost host, string path, string treasure, Trap trap)
    {
        switch (trap)
        {
            case Trap.Link:
                File.CreateSymbolicLink(path, treasure);
                break;
            case Trap.Fifo:
                Shell.Run("mkfifo", path);
                break;
            case Trap.ForeignFile:
                File.WriteAllText(path, Treasure);
                Shell.Run("chmod", "0666", path);
                Shell.Run("chown", "nobody", path);
                break;
            case Trap.HardLink:
                Shell.Run("ln", treasure, path);
                break;
            case Trap.Directory:
                Directory.CreateDirectory(path);
                break;
        }
        Assert.StartsWith(host.Directory, path);
    }

    // What it is, who owns it and how many names it has, without opening it: it may be a FIFO.
    private static string Facts(string path) => Shell.Try("stat", "-c", "%F %a %u %h", path).Output.Trim();

    private static bool IsDump(string path) => Facts(path) == "regular file 600 0 1";

    private static void AssertPrivate(string path) => Assert.Equal("regular file 600 0 1", Facts(path));
}
