using System.Text;
using Keepalived.Config.Model;
using Keepalived.Core.Notify;
using Keepalived.Core.Vrrp;
using Keepalived.Wire.Tests;
using Xunit.Abstractions;

namespace Keepalived.Core.Tests.Notify;

/// <summary>The reader of a notify FIFO may be slow, stop for ever and come back; names may be anything.</summary>
public sealed class FifoRandomTests(ITestOutputHelper output)
{
    private const int LinesOfAbsence = 3000;

    [Fact]
    public void A_reader_gets_whole_lines_in_order_and_what_is_missing_is_counted()
    {
        using var inputs = new Seeded(output);
        var backlog = new FifoBacklog();
        Queue<int> expected = [];
        long lost = 0;
        int read = 0;
        for (int i = 0; i < inputs.Count; i++)
        {
            ReadOnlySpan<byte> input = inputs.Next();
            bool isAway = i / LinesOfAbsence % 2 == 1;
            int room = isAway || input.IsEmpty ? 0 : input[0] / 16;
            if (!backlog.Add(BitConverter.GetBytes(i)))
            {
                lost++;
                expected.Dequeue();
            }

            expected.Enqueue(i);
            backlog.Drain(
                line =>
                {
                    if (room-- <= 0)
                    {
                        return false;
                    }

                    read++;
                    return BitConverter.ToInt32(line) == expected.Dequeue();
                },
                TimeSpan.FromSeconds(i));
            Assert.Equal(expected.Count, backlog.Waiting);
            Assert.True(backlog.Waiting <= FifoBacklog.Capacity);
            Assert.Equal(lost, backlog.Lost);
            Assert.Equal(backlog.Waiting > 0, backlog.NextAttempt is not null);
        }

        output.WriteLine($"{read} read, {lost} lost");
        Assert.True(read > inputs.Count / 4 && lost > 0);
    }

    [Fact]
    public void A_name_of_any_octets_stays_on_its_line()
    {
        using var inputs = new Seeded(output);
        for (int i = 0; i < inputs.Count; i++)
        {
            // The lexer splits at blanks and ends a word at a line's end: a name has neither.
            string name = string.Concat(Encoding.Latin1.GetString(inputs.Next()).Where(c => c > ' '));
            byte[] line = FifoLine.ForInstance(
                new VrrpInstanceConfig { Name = name }, NotifiedState.Master, (byte)i);

            Assert.Equal($"INSTANCE \"{name}\" MASTER {(byte)i}\n", Encoding.UTF8.GetString(line));
            Assert.Equal(line.Length - 1, line.AsSpan().IndexOf((byte)'\n'));
        }
    }
}
