using System.Globalization;
using Keepalived.Daemon.Hosting;

namespace Keepalived.Daemon.Tests.Hosting;

public sealed class ReloadTimeTests
{
    // Five and a half hours before UTC's noon is half past five in the evening there.
    private static readonly TimeZoneInfo s_zone =
        TimeZoneInfo.CreateCustomTimeZone("five and a half", TimeSpan.FromHours(5.5), "", "");

    private static readonly DateTimeOffset s_now = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("17:30:01", "2026-03-14T12:00:01Z", true)]
    [InlineData("17:30:00", "2026-03-15T12:00:00Z", true)]
    [InlineData("12:00:01Z\n", "2026-03-14T12:00:01Z", true)]
    [InlineData("11:59:59 Z", "2026-03-15T11:59:59Z", true)]
    [InlineData("2026-03-14 17:30:01", "2026-03-14T12:00:01Z", false)]
    [InlineData("26-12-31 23:59:59Z", "2026-12-31T23:59:59Z", false)]
    public void A_time_is_the_next_of_its_kind(string content, string expected, bool isDaily)
    {
        Assert.True(ReloadTime.TryRead(content, s_now, s_zone, out ReloadTime time, out string refusal), refusal);
        Assert.Equal(
            (DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), isDaily),
            (time.At.ToUniversalTime(), time.IsDaily));
    }

    [Theory]
    [InlineData("2026-03-14 12:00:00Z", "'2026-03-14 12:00:00' is in the past")]
    [InlineData(
        "0001-01-01 00:00:00", "'0001-01-01 00:00:00' is no time (HH:MM:SS or YYYY-MM-DD HH:MM:SS, with a Z behind it "
            + "for UTC)")]
    [InlineData("noon", "'noon' is no time (HH:MM:SS or YYYY-MM-DD HH:MM:SS, with a Z behind it for UTC)")]
    [InlineData("24:00:00", "'24:00:00' is no time (HH:MM:SS or YYYY-MM-DD HH:MM:SS, with a Z behind it for UTC)")]
    [InlineData(
        "2026-02-30 12:00:00", "'2026-02-30 12:00:00' is no time (HH:MM:SS or YYYY-MM-DD HH:MM:SS, with a Z behind it "
            + "for UTC)")]
    public void What_is_no_time_to_come_is_refused(string content, string expected)
    {
        Assert.False(ReloadTime.TryRead(content, s_now, s_zone, out _, out string refusal));
        Assert.Equal(expected, refusal);
    }

    [Fact]
    public void A_moment_that_summer_time_leaves_out_is_a_moment_all_the_same()
    {
        TimeZoneInfo.AdjustmentRule rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 15),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 15));
        TimeZoneInfo zone = TimeZoneInfo.CreateCustomTimeZone("changing", TimeSpan.Zero, "", "", "", [rule]);

        Assert.True(ReloadTime.TryRead("02:30:00", s_now, zone, out ReloadTime time, out _));
        Assert.Equal(new DateTimeOffset(2026, 3, 15, 2, 30, 0, TimeSpan.Zero), time.At.ToUniversalTime());
    }
}
