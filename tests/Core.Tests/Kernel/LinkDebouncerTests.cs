using Keepalived.Config.Model;
using Keepalived.Core.Kernel;

namespace Keepalived.Core.Tests.Kernel;

public sealed class LinkDebouncerTests
{
    private static readonly NetworkLink s_up = new() { Index = 2, Name = "eth0", Flags = 0x1043 };
    private static readonly NetworkLink s_down = s_up with { Flags = 0x1003, Mtu = 1400 };

    private readonly LinkDebouncer _debouncer = new() { Policies = Policies(3, 1, 2) };

    [Fact]
    public void What_is_seen_first_is_shown_at_once()
    {
        Assert.False(_debouncer.Take(s_down, "", out TimeSpan? wait).IsUp);
        Assert.Null(wait);
    }

    [Fact]
    public void A_change_is_shown_when_it_has_lasted_and_the_rest_at_once()
    {
        _debouncer.Take(s_up, "", out _);

        NetworkLink shown = _debouncer.Take(s_down, "", out TimeSpan? wait);

        Assert.Equal((true, 1400, TimeSpan.FromSeconds(1)), (shown.IsUp, shown.Mtu, wait));
        Assert.True(_debouncer.Take(s_down, "", out wait).IsUp);
        Assert.Null(wait);
        Assert.False(_debouncer.Expire("eth0")!.IsUp);
        Assert.False(_debouncer.Take(s_up, "", out wait).IsUp);
        Assert.Equal(_debouncer.Policies.Delays["eth0"].Up, wait);
    }

    [Fact]
    public void A_change_that_goes_back_in_time_is_never_shown()
    {
        _debouncer.Take(s_up, "", out _);
        _debouncer.Take(s_down, "", out _);

        Assert.True(_debouncer.Take(s_up, "", out _).IsUp);
        Assert.Null(_debouncer.Expire("eth0"));
    }

    [Fact]
    public void A_virtual_interface_waits_as_long_as_the_one_below()
    {
        NetworkLink virtualLink = s_up with { Name = "vrrp.51" };
        _debouncer.Take(virtualLink, "eth0", out _);

        _debouncer.Take(virtualLink with { Flags = 0x1003 }, "eth0", out TimeSpan? wait);

        Assert.Equal(TimeSpan.FromSeconds(1), wait);
    }

    [Fact]
    public void What_polling_found_stands_for_what_the_driver_says()
    {
        _debouncer.Policies = LinkPolicies.None;
        _debouncer.Polled("eth0", false);
        Assert.False(_debouncer.Take(s_up, "", out _).IsUp);
        _debouncer.Polled("eth0", null);
        Assert.True(_debouncer.Take(s_up, "", out _).IsUp);
    }

    [Fact]
    public void Every_interface_or_that_of_an_instance_is_polled()
    {
        LinkPolicies all = LinkPolicies.Of(ConfLines.File("linkbeat_use_polling\n"));
        LinkPolicies one = LinkPolicies.Of(new KeepalivedConfig
        {
            Instances = [ConfLines.Instance("linkbeat_use_polling")],
        });

        Assert.True(all is { PollsAll: true, HasPolling: true });
        Assert.Equal(["eth0"], one.Polled.Keys);
        Assert.False(LinkPolicies.Of(KeepalivedConfig.Empty).HasPolling);
    }

    [Theory]
    [InlineData(3, 1.996094)]
    [InlineData(2, 0.996094)]
    [InlineData(1, 0)]
    public void A_delay_ends_before_the_others_take_over(int adverts, double longest)
    {
        InterfaceDelayConfig delay = Policies(adverts, 1.5, 2.5).Delays["eth0"];

        Assert.Equal(longest, delay.Up.TotalSeconds, 5);
        Assert.Equal(Math.Min(1.5, longest), delay.Down.TotalSeconds, 5);
    }

    private static LinkPolicies Policies(int adverts, double down, double up) => LinkPolicies.Of(new KeepalivedConfig
    {
        Instances = [new VrrpInstanceConfig { Name = "VI_1", Interface = "eth0", DownTimerAdverts = adverts }],
        InterfaceDelays =
            [new InterfaceDelayConfig("eth0", TimeSpan.FromSeconds(down), TimeSpan.FromSeconds(up))],
    });
}
