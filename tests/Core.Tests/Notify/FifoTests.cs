using System.Net;
using System.Text;
using Keepalived.Config.Model;
using Keepalived.Core.Notify;
using Keepalived.Core.Vrrp;

namespace Keepalived.Core.Tests.Notify;

public sealed class FifoTests
{
    private static readonly VrrpInstanceConfig s_instance = new() { Name = "VI 1" };
    private static readonly VrrpInstanceConfig s_deletedAloud = ConfLines.Instance("notify_deleted");

    private static readonly RealServerConfig s_server = new() { Address = IPAddress.Parse("10.1.1.1"), Port = 80 };

    private static readonly VirtualServerConfig s_service = new()
    {
        Key = new VirtualServerKey.Address(IPAddress.Parse("10.0.0.1"), 443, ServiceProtocol.Tcp),
        Protocol = ServiceProtocol.Tcp,
    };

    [Fact]
    public void Lines_are_those_of_the_reference()
    {
        Assert.Equal(
            "INSTANCE \"VI 1\" MASTER 100\n", Text(FifoLine.ForInstance(s_instance, NotifiedState.Master, 100)));
        Assert.Equal("INSTANCE \"VI 1\" STOP 0\n", Text(FifoLine.ForInstance(s_instance, NotifiedState.Stop, 0)));
        Assert.Equal("GROUP \"G\" BACKUP 0\n", Text(FifoLine.ForGroup("G", NotifiedState.Backup)));
        Assert.Equal(
            "INSTANCE \"VI 1\" BACKUP_PRIORITY 105\n", Text(FifoLine.ForPriority(s_instance, VrrpState.Backup, 105)));
        Assert.Equal(
            "INSTANCE \"VI 1\" MASTER_PRIORITY 9\n", Text(FifoLine.ForPriority(s_instance, VrrpState.Master, 9)));
        Assert.Equal(
            "INSTANCE \"VI 1\" BACKUP_PRIORITY 80\n", Text(FifoLine.ForPriority(s_instance, VrrpState.Fault, 80)));
        Assert.Equal("INSTANCE \"VI 1\" MASTER_RX_LOWER_PRI 9\n", Text(FifoLine.ForLowerPriority(s_instance, 9)));
        Assert.Equal("VS [10.0.0.1]:tcp:443 UP\n", Text(FifoLine.ForService(s_service, isUp: true)));
        Assert.Equal(
            "RS [10.1.1.1]:tcp:80 [10.0.0.1]:tcp:443 DOWN\n",
            Text(FifoLine.ForRealServer(s_service, s_server, isUp: false)));
    }

    [Fact]
    public void A_removed_instance_is_deleted_only_with_notify_deleted()
    {
        Assert.Equal("INSTANCE \"VI 1\" FAULT 1\n", Text(FifoLine.ForInstance(s_instance, NotifiedState.Deleted, 1)));
        Assert.Equal(
            "INSTANCE \"VI_1\" DELETED 1\n", Text(FifoLine.ForInstance(s_deletedAloud, NotifiedState.Deleted, 1)));
    }

    [Fact]
    public void A_priority_before_the_first_state_is_no_news() =>
        Assert.Null(FifoLine.ForPriority(s_instance, VrrpState.Initialize, 100));

    [Fact]
    public void A_backlog_keeps_the_newest_lines_in_order_and_counts_the_lost()
    {
        FifoBacklog backlog = new();
        for (int i = 0; i < FifoBacklog.Capacity; i++)
        {
            Assert.True(backlog.Add(BitConverter.GetBytes(i)));
        }

        Assert.False(backlog.Add(BitConverter.GetBytes(FifoBacklog.Capacity)));
        Assert.Equal(1, backlog.Lost);

        List<int> written = [];
        Assert.True(backlog.Drain(line => Take(written, line), TimeSpan.Zero));
        Assert.Equal(Enumerable.Range(1, FifoBacklog.Capacity), written);
        Assert.Null(backlog.NextAttempt);
    }

    [Fact]
    public void A_full_pipe_is_tried_again_later_and_later_until_there_is_room()
    {
        FifoBacklog backlog = new();
        backlog.Add([1]);
        double[] pauses = new double[9];
        for (int i = 0; i < pauses.Length; i++)
        {
            Assert.False(backlog.Drain(_ => false, TimeSpan.Zero));
            pauses[i] = backlog.NextAttempt!.Value.TotalSeconds;
        }

        Assert.Equal([0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 10, 10], pauses);
        Assert.True(backlog.Drain(_ => true, TimeSpan.Zero));
        backlog.Add([2]);
        Assert.False(backlog.Drain(_ => false, TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromSeconds(0.1), backlog.NextAttempt);
    }

    private static bool Take(List<int> written, byte[] line)
    {
        written.Add(BitConverter.ToInt32(line));
        return true;
    }

    private static string? Text(byte[]? line) => line is null ? null : Encoding.UTF8.GetString(line);
}
