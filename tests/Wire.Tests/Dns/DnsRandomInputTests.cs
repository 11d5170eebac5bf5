using Keepalived.Wire.Dns;
using Xunit.Abstractions;

namespace Keepalived.Wire.Tests.Dns;

public sealed class DnsRandomInputTests(ITestOutputHelper output)
{
    private const ushort Id = 0x1234;

    [Fact]
    public void Random_and_mutated_answers_never_throw_and_only_responses_to_the_question_count()
    {
        byte[] query = DnsMessage.EncodeQuery(Id, "www.example.com", DnsMessage.TypeNumber("A"))!;
        byte[] answer = [.. query];
        answer[2] |= 0x80;
        byte[] refused = [.. answer];
        refused[3] |= 5;
        using var inputs = new Seeded(output, query, answer, refused);
        int answers = 0;
        for (int i = 0; i < inputs.Count; i++)
        {
            ReadOnlySpan<byte> input = inputs.Next();
            if (DnsMessage.TryReadResponse(input, Id, out int code))
            {
                answers++;
                Assert.InRange(code, 0, 15);
                Assert.True(input.Length >= DnsMessage.HeaderLength && (input[2] & 0x80) != 0);
            }
        }

        Assert.InRange(answers, inputs.Count / 10, inputs.Count * 9 / 10);
    }
}
