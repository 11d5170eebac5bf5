using System.Collections.Concurrent;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Keepalived.Actors.Configuration;
using Keepalived.Actors.Dump;
using Keepalived.Actors.Kernel;
using Keepalived.Actors.Links;
using Keepalived.Actors.Lvs;
using Keepalived.Actors.Notify;
using Keepalived.Actors.Tests.Notify;
using Keepalived.Actors.Vrrp;
using Keepalived.Core.Kernel;

namespace Keepalived.Actors.Tests.Dump;

public sealed class StateDumpActorTests : TestKit
{
    private const string Hocon = """
        akka.loglevel = WARNING
        akka.test.single-expect-default = 20s
        akka.stdout-loglevel = OFF
        akka.loggers = []
        keepalived.dispatchers.slow { type = Dispatcher, throughput = 1 }
        """;

    private readonly ManualTimeProvider _time = new();
    private readonly RecordingFiles _files = new();
    private readonly IActorRef _dump;

    public StateDumpActorTests()
        : base(Hocon)
    {
        // The test actor plays every part: it is asked in turn and answers as the test says.
        KeepalivedActors actors = new(TestActor, TestActor, TestActor, TestActor, TestActor, TestActor);
        _dump = Sys.ActorOf(StateDumpActor.Props(
            new DumpServices(_files, new DumpNames("/tmp")) { Time = _time }, actors));
    }

    [Fact]
    public void Data_are_written_when_all_parts_have_answered()
    {
        _dump.Tell(new WriteDump(DumpKind.Data), TestActor);
        ExpectQuestions();
        AnswerAll();

        Assert.Empty(ExpectMsg<DumpWritten>().Failure);
        Assert.Equal(
            ["/tmp/keepalived.data", "/tmp/keepalived_actors.json", "/tmp/keepalived_parent.data"],
            _files.Written.Keys.Order());
    }

    [Fact]
    public void A_silent_part_is_left_out_and_named()
    {
        _dump.Tell(new WriteDump(DumpKind.Data), TestActor);
        ExpectQuestions();
        _dump.Tell(new ConfigSnapshot(1, ReferenceState.State.Config, ""), TestActor);

        DumpWritten? written = null;
        AwaitAssert(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(3));
            written = Assert.IsType<DumpWritten>(ReceiveOne(TimeSpan.FromMilliseconds(20)));
        });
        Assert.Empty(written!.Failure);
        Assert.Contains(
            "No answer in time from vrrp", _files.Written["/tmp/keepalived.data"], StringComparison.Ordinal);
    }

    [Fact]
    public void Statistics_are_written_before_they_are_cleared()
    {
        _dump.Tell(new WriteDump(DumpKind.StatisticsThenClear), TestActor);
        ExpectQuestions();
        AnswerAll();

        ExpectMsg<ClearStatistics>();
        ExpectMsg<DumpWritten>();
        Assert.StartsWith("VRRP Instance: VI_1\n", _files.Written["/tmp/keepalived.stats"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_to_write_is_told_and_the_next_dump_works()
    {
        _files.Failure = "disk full";
        _dump.Tell(new WriteDump(DumpKind.Statistics), TestActor);
        ExpectQuestions();
        AnswerAll();
        Assert.Contains("disk full", ExpectMsg<DumpWritten>().Failure, StringComparison.Ordinal);

        _files.Failure = null;
        _dump.Tell(new WriteDump(DumpKind.Statistics), TestActor);
        ExpectQuestions();
        AnswerAll();
        Assert.Empty(ExpectMsg<DumpWritten>().Failure);
    }

    private void ExpectQuestions()
    {
        ExpectMsg<GetConfig>();
        ExpectMsg<GetVrrpState>();
        ExpectMsg<GetLinks>();
        ExpectMsg<GetKernelState>();
        ExpectMsg<GetNotifyState>();
        ExpectMsg<GetLvsState>();
    }

    private void AnswerAll()
    {
        _dump.Tell(new ConfigSnapshot(1, ReferenceState.State.Config, ""), TestActor);
        _dump.Tell(ReferenceState.State.Vrrp, TestActor);
        _dump.Tell(new LinksSynchronized(LinkTable.Empty), TestActor);
        _dump.Tell(new KernelStateSnapshot(1, 2, 3, 0, 0, 4, "", []), TestActor);
        _dump.Tell(new NotifySnapshot(0, 0, 0, 0, 0, 0, 0, 0, "", 0, []), TestActor);
        _dump.Tell(new LvsSnapshot([]), TestActor);
    }

    private sealed class RecordingFiles : IDumpFiles
    {
        public ConcurrentDictionary<string, string> Written { get; } = [];

        public string? Failure { get; set; }

        public string? Write(string path, System.Text.StringBuilder content)
        {
            Written[path] = content.ToString();
            return Failure;
        }
    }
}
