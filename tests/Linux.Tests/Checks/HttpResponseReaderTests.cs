using System.Security.Cryptography;
using System.Text;
using Keepalived.Linux.Checks;

namespace Keepalived.Linux.Tests.Checks;

public sealed class HttpResponseReaderTests
{
    private const string Page = "HTTP/1.0 200 OK\r\nServer: x\r\nContent-Length: 5\r\n\r\nhello";

    [Fact]
    public void Status_and_digest_are_read_from_a_plain_response()
    {
        Reading reading = Read(Bytes(Page));

        Assert.Equal(new Reading(200, 5, "5d41402abc4b2a76b9719d911017c592", true), reading);
    }

    [Fact]
    public void It_does_not_matter_how_the_response_is_cut()
    {
        byte[] bytes = Bytes(Page);
        Reading whole = Read(bytes);
        for (int first = 0; first <= bytes.Length; first++)
        {
            for (int second = first; second <= bytes.Length; second++)
            {
                Assert.Equal(whole, Read(bytes[..first], bytes[first..second], bytes[second..]));
            }
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\n\r\n", 404)]
    [InlineData("HTTP/1.1 204\r\n\r\n", 204)]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n", 0)]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n", 0)]
    [InlineData("HTTP/1.1  200 OK\r\n\r\n", 0)]
    [InlineData("HTTP/1.1 -20 OK\r\n\r\n", 0)]
    [InlineData("HTTP/1.1\r\n200 OK\r\n\r\n", 0)]
    [InlineData("HTTP/1.1 200", 200)]
    [InlineData("\r\n\r\n", 0)]
    [InlineData("\0\0\0\0\0 200 \0\0\r\n\r\n", 200)]
    [InlineData("garbage", 0)]
    public void Status_is_three_digits_after_the_first_blank(string response, int status) =>
        Assert.Equal(status, Read(Bytes(response)).Status);

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\n\r\r\n\r\nx", 1)]
    [InlineData("HTTP/1.0 200 OK\n\nx", 0)]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n\r\n\r\n", 4)]
    [InlineData("HTTP/1.0 200 OK\r\r\n\r\nab", 2)]
    public void Body_begins_after_the_first_empty_line_and_never_ends_by_itself(string response, int length) =>
        Assert.Equal(length, Read(Bytes(response)).BodyLength);

    [Fact]
    public void Nul_octets_in_the_body_count_like_any_other()
    {
        byte[] body = [0, 1, 0, 0, 255];

        Reading reading = Read([.. Bytes("HTTP/1.0 200 OK\r\n\r\n"), .. body]);

        Assert.Equal(Convert.ToHexStringLower(MD5.HashData(body)), reading.Digest);
    }

    [Fact]
    public void Endless_headers_are_given_up_at_the_limit()
    {
        using HttpResponseReader reader = new(computeDigest: true);
        byte[] line = Bytes("X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n");
        int fed = 0;
        while (reader.Feed(line, out _))
        {
            fed += line.Length;
            Assert.True(fed <= HttpResponseReader.HeaderLimit);
        }

        Assert.False(reader.HasBody);
    }

    [Fact]
    public void Random_mutations_never_throw_and_do_not_depend_on_the_cut()
    {
        int seed = Environment.GetEnvironmentVariable("HTTP_SEED") is { Length: > 0 } given ? int.Parse(given) : 20260;
        int rounds = Environment.GetEnvironmentVariable("WIRE_INPUTS") is { Length: > 0 } asked
            ? int.Parse(asked)
            : 200_000;
        Random random = new(seed);
        byte[][] seeds =
        [
            Bytes(Page),
            Bytes("HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n"),
            Bytes("\r\n\r\n"),
            Bytes("HTTP/1.0 200 OK\r\n"),
        ];
        for (int round = 0; round < rounds; round++)
        {
            byte[] bytes = Mutate(random, seeds[random.Next(seeds.Length)]);
            int cut = random.Next(bytes.Length + 1);
            Reading whole = Read(bytes);
            Reading parts = Read(bytes[..cut], bytes[cut..]);
            Assert.True(whole == parts, $"seed {seed}, round {round}, cut {cut}: {Convert.ToHexString(bytes)}");
            Assert.InRange(whole.Status, 0, 999);
        }
    }

    private static byte[] Mutate(Random random, byte[] original)
    {
        List<byte> bytes = [.. original];
        for (int i = random.Next(1, 6); i > 0; i--)
        {
            int at = random.Next(bytes.Count + 1);
            switch (random.Next(4))
            {
                case 0 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1 when at < bytes.Count:
                    bytes.RemoveRange(at, random.Next(1, Math.Min(8, bytes.Count - at) + 1));
                    break;
                case 2:
                    bytes.InsertRange(at, "\r\n\r\n\0 "u8[random.Next(5)..].ToArray());
                    break;
                default:
                    bytes.Insert(at, (byte)"0123456789 \r\n"[random.Next(13)]);
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static Reading Read(params byte[][] pieces)
    {
        using HttpResponseReader reader = new(computeDigest: true);
        foreach (byte[] piece in pieces)
        {
            reader.Feed(piece, out int headerLength);
            Assert.InRange(headerLength, 0, piece.Length);
        }

        byte[] digest = new byte[16];
        Assert.True(reader.TryGetDigest(digest));
        return new Reading(reader.Status, reader.BodyLength, Convert.ToHexStringLower(digest), reader.HasBody);
    }

    private sealed record Reading(int Status, long BodyLength, string Digest, bool HasBody);
}
