using System.Net;
using Keepalived.Config.Model;
using Keepalived.Core.Lvs;
using Keepalived.Linux.Checks;
using Keepalived.Wire.Tests;
using Xunit.Abstractions;

namespace Keepalived.Linux.Tests.Checks;

/// <summary>What UDP and SMTP checks read of a server that sends anything.</summary>
public sealed class HostileReplyTests(ITestOutputHelper output)
{
    private static readonly byte[][] s_replies =
    [
        "220 mail.example ESMTP\r\n250 hello\r\n221 bye\r\n"u8.ToArray(),
        "250-SIZE 1000\r\n250 HELP\n"u8.ToArray(),
        "220\n250\r\n\r\n"u8.ToArray(),
        [.. Enumerable.Repeat((byte)'x', 600)],
    ];

    [Fact]
    public async Task Lines_are_those_that_were_sent_however_they_were_cut_and_never_longer_than_the_limit()
    {
        using var inputs = new Seeded(output, s_replies);
        long lines = 0;
        for (int i = 0; i < inputs.Count; i++)
        {
            byte[] sent = inputs.Next().ToArray();
            lines += await ReadLines(sent, piece: 1 + (i % 700));
        }

        output.WriteLine($"{lines} lines");
        Assert.True(lines > inputs.Count / 2);
    }

    [Fact]
    public void A_code_is_three_digits_and_a_blank_and_nothing_else_is_one()
    {
        using var inputs = new Seeded(output, s_replies);
        int codes = 0;
        for (int i = 0; i < inputs.Count; i++)
        {
            ReadOnlySpan<byte> line = inputs.Next();
            bool isCode = line.Length >= 3 && line[..3].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
                && (line.Length == 3 || line[3] == ' ');
            int expected = isCode ? int.Parse(line[..3]) : 0;

            Assert.Equal(expected, SmtpCheckTransport.Code(line));
            codes += expected > 0 ? 1 : 0;
        }

        Assert.True(codes > inputs.Count / 100);
    }

    [Fact]
    public void A_datagram_is_judged_by_its_length_and_by_the_octets_under_the_mask()
    {
        byte[] reply = [0x12, 0x34, 0x56, 0x78];
        byte[] mask = [0xff, 0xf0, 0x00, 0x0f];
        using UdpCheckTransport check = new(
            new CheckerConfig.Udp(new CheckTarget(IPAddress.Loopback, 9))
            {
                RequireReply = true,
                ReplyPattern = [.. reply],
                ReplyMask = [.. mask],
                MinReplyLength = 3,
                MaxReplyLength = 100,
            },
            TimeProvider.System);
        using var inputs = new Seeded(output, reply, [0x12, 0x3f, 0xff, 0xf8, 1, 2]);
        int passed = 0;
        for (int i = 0; i < inputs.Count; i++)
        {
            ReadOnlySpan<byte> datagram = inputs.Next();
            bool isLong = datagram.Length is >= 3 and <= 100;
            bool matches = datagram is [0x12, >= 0x30 and <= 0x3f, _, var last, ..] && (last & 0x0f) == 8;
            CheckReason expected = !isLong ? CheckReason.ReplyLength
                : matches ? CheckReason.Replied : CheckReason.ReplyPattern;

            Assert.Equal(expected, check.Judge(datagram)!.Value.Reason);
            passed += expected == CheckReason.Replied ? 1 : 0;
        }

        Assert.True(passed > inputs.Count / 20);
    }

    private static async Task<int> ReadLines(byte[] sent, int piece)
    {
        int at = 0;
        CheckLineReader reader = new((buffer, _) =>
        {
            int count = Math.Min(Math.Min(piece, sent.Length - at), buffer.Length);
            sent.AsSpan(at, count).CopyTo(buffer.Span);
            at += count;
            return ValueTask.FromResult(count);
        });
        int from = 0;
        for (int lines = 0; ; lines++)
        {
            CheckReason? end = await reader.ReadAsync(CancellationToken.None);
            int length = sent.AsSpan(from).IndexOf((byte)'\n');
            if (end is { } reason)
            {
                bool isTooLong = length < 0 ? sent.Length - from >= CheckLineReader.LongestLine
                    : length >= CheckLineReader.LongestLine;
                CheckReason expected = isTooLong ? CheckReason.TooLarge
                    : from == sent.Length ? CheckReason.NoData : CheckReason.ReadFailed;
                Assert.Equal(expected, reason);
                return lines;
            }

            Assert.InRange(length, 0, CheckLineReader.LongestLine - 1);
            Assert.True(reader.Line.SequenceEqual(WithoutReturn(sent.AsSpan(from, length))));
            from += length + 1;
        }
    }

    private static ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> line) =>
        line is [.., (byte)'\r'] ? line[..^1] : line;
}
