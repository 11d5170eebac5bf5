using Interop.Tests.Harness;
using Xunit.Abstractions;

namespace Interop.Tests.Processes;

/// <summary>What a reader of the notify FIFOs gets, from us and from the reference.</summary>
public sealed class FifoTests(ITestOutputHelper output)
{
    // What a reader of both kinds of daemon sees of a director that starts, is reweighed and stops.
    private static readonly string[] _life =
    [
        "INSTANCE \"VI_1\" BACKUP 100", "GROUP \"G\" BACKUP 0",
        "INSTANCE \"VI_1\" MASTER 100", "GROUP \"G\" MASTER 0",
        "INSTANCE \"VI_1\" MASTER_PRIORITY 105",
    ];

    [NamespaceTheory]
    [InlineData(DirectorKind.Ours)]
    [InlineData(DirectorKind.Reference)]
    public void A_reader_gets_the_same_lines_from_both_daemons(DirectorKind kind)
    {
        using var world = new FifoWorld(output, kind);
        DirectorProcess director = world.Start();
        director.WaitFor("MASTER");
        world.Weigh(5);
        world.WaitForLines("vrrp", director, _life);
        world.WaitForLines("all", director, _life);

        Assert.Equal(0, director.Stop());
        Assert.True(!File.Exists(world.Fifo("vrrp")) || director.KilledItsChild, director.Story());
    }

    [NamespaceFact]
    public void The_last_lines_are_read_before_the_reader_ends()
    {
        using var world = new FifoWorld(output, DirectorKind.Ours);
        DirectorProcess director = world.Start();
        director.WaitFor("MASTER");
        world.WaitForLines("vrrp", director, _life[..4]);

        Assert.Equal(0, director.Stop());

        // In either order.
        string[] last = ["GROUP \"G\" STOP 0", "INSTANCE \"VI_1\" STOP 100"];
        Eventually.That(
            () => world.Lines("vrrp")[4..].Order(StringComparer.Ordinal).SequenceEqual(last),
            "the reader has the last lines too",
            () => string.Join('\n', world.Lines("vrrp")));
    }

    [NamespaceFact]
    public void After_a_reload_each_state_is_told_once_more()
    {
        using var world = new FifoWorld(output, DirectorKind.Ours);
        DirectorProcess director = world.Start();
        director.WaitFor("MASTER");
        world.WaitForLines("vrrp", director, _life[..4]);

        director.Signal("HUP");

        world.WaitForLines("vrrp", director, [.. _life[..4], .. _life[2..4]]);
    }

    [NamespaceFact]
    public void A_fifo_that_nobody_reads_delays_nothing()
    {
        using var world = new FifoWorld(output, DirectorKind.Ours);
        AdvertCapture wire = world.Capture();
        DirectorProcess director = world.Start(reader: "/bin/true");
        director.WaitFor("MASTER");
        // Each change is one line of some 40 octets; what the pipe holds is exceeded.
        string file = world.Fill("all");
        world.Weigh(7);
        director.WaitForLog("Changing effective priority from 100 to 107");
        wire.WaitForMore("10.0.0.1", adverts: 3);
        Assert.True(director.Is("MASTER"), file);
        Assert.Equal(0, director.Stop());
    }

    private sealed class FifoWorld : IDisposable
    {
        private readonly NetworkNamespaceLan _lan;
        private readonly LanHost _host;
        private readonly DirectorKind _kind;

        public FifoWorld(ITestOutputHelper output, DirectorKind kind)
        {
            _kind = kind;
            _lan = new NetworkNamespaceLan(output);
            _host = _lan.AddHost("a", "10.0.0.1/24");
            Weigh(0);
            string reader = Path.Combine(_host.Directory, "reader.sh");
            File.WriteAllText(reader, $"#!/bin/sh\nexec cat \"$2\" >{_host.Directory}/$1.lines\n");
            File.SetUnixFileMode(reader, (UnixFileMode)0b111_101_101);
        }

        public string Fifo(string name) => Path.Combine(_host.Directory, name + ".fifo");

        public AdvertCapture Capture() => _lan.Capture();

        public DirectorProcess Start(string? reader = null) => _lan.Start(_host, _kind, Config(reader), "-P");

        public void Weigh(int weight) =>
            File.WriteAllText(Path.Combine(_host.Directory, "weight"), $"{weight}\n");

        // At its start the reference tells of a group before it tells of the members; everywhere else after them.
        public string[] Lines(string name)
        {
            string file = Path.Combine(_host.Directory, name + ".lines");
            string[] lines = File.Exists(file) ? File.ReadAllLines(file) : [];
            return [.. lines.Take(2).OrderDescending(StringComparer.Ordinal), .. lines.Skip(2)];
        }

        public void WaitForLines(string name, DirectorProcess director, string[] expected) => Eventually.That(
            () => Lines(name).SequenceEqual(expected),
            $"the reader of {name} gets\n{string.Join('\n', expected)}",
            () => string.Join('\n', Lines(name)) + "\n" + director.Story());

        /// <summary>Fills the pipe to the brim.</summary>
        public string Fill(string name)
        {
            string fifo = Fifo(name);
            // The daemon holds it open for reading too: dd stops by itself when there is no room.
            _ = Shell.Try("dd", "if=/dev/zero", $"of={fifo}", "bs=4096", "count=64", "oflag=nonblock");
            return fifo;
        }

        public void Dispose() => _lan.Dispose();

        private string Config(string? reader) => $$"""
            global_defs {
                script_user root
                notify_fifo {{Fifo("all")}}
                notify_fifo_script "{{reader ?? _host.Directory + "/reader.sh all"}}"
                vrrp_notify_fifo {{Fifo("vrrp")}} root
                vrrp_notify_fifo_script "{{reader ?? _host.Directory + "/reader.sh vrrp"}}"
                vrrp_notify_priority_changes
                fifo_write_vrrp_states_on_reload
            }
            track_file weight {
                file {{_host.Directory}}/weight
            }

            """ + new InstanceText(100)
            {
                More = "track_file {\n weight weight 1\n}",
            } + """
            vrrp_sync_group G {
                group {
                    VI_1
                }
                sync_group_tracking_weight
            }
            """;
    }
}
