using Keepalived.Core.Ports;
using Keepalived.Core.Vrrp;
using Keepalived.Wire;
using Keepalived.Wire.Tests;
using Keepalived.Wire.Vrrp;
using Xunit.Abstractions;
using static Keepalived.Core.Tests.Vrrp.Datagrams;

namespace Keepalived.Core.Tests.Vrrp;

/// <summary>All receive checks on what anybody may send: plain, password, authentication header, signed.</summary>
public sealed class VrrpReceiverRandomInputTests(ITestOutputHelper output)
{
    /// <summary>What is remembered of senders is thrown away this often, so that good packets pass again.</summary>
    private const int InputsOfOneState = 64;

    private static readonly VrrpHmacParameters Hmac = new()
    {
        Keys = [new VrrpHmacKey(1, ValueList.Create([.. Enumerable.Repeat((byte)7, 32)]))],
        ActiveKeyId = 1,
        TimeWindow = TimeSpan.FromSeconds(5),
        ChecksTime = true,
        Signs = true,
        RequiresTrailer = true,
    };

    public static TheoryData<string> Kinds => ["plain", "version 3", "unicast", "password", "header", "signed"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Random_and_mutated_packets_never_throw_and_pass_only_with_what_the_sender_had(string kind)
    {
        VrrpSendParameters sent = Sent(kind);
        VrrpReceiveParameters parameters = Matching(sent) with { Hmac = sent.Hmac };
        ulong stamp = VrrpHmacClock.StampOf(DateTimeOffset.UtcNow);
        byte[] good = Encode(sent);
        using var inputs = new Seeded(output, good, Encode(sent, priority: 0), Encode(sent, sequence: 9));
        int accepted = 0;
        VrrpReceiveState state = default;
        for (int i = 0; i < inputs.Count; i++)
        {
            if (i % InputsOfOneState == 0)
            {
                state = new VrrpReceiveState(new VrrpSequence());
            }

            ReadOnlySpan<byte> input = inputs.Next();
            var entry = new PacketBatch.Entry { Length = input.Length };
            VrrpReceiveVerdict verdict = VrrpReceiver.Check(input, entry, parameters, ref state, stamp);
            Assert.Equal(verdict.IsAccepted, verdict.Counters.Has(VrrpCounter.AdvertisementsReceived));
            accepted += verdict.IsAccepted ? 1 : 0;
        }

        output.WriteLine($"{kind}: {accepted} accepted");
        Assert.InRange(accepted, 1, inputs.Count / 2);
    }

    private static VrrpSendParameters Sent(string kind) => kind switch
    {
        "plain" => Multicast(),
        "version 3" => Multicast(3),
        "unicast" => Unicast(3),
        "password" => Multicast() with { AuthenticationType = VrrpAuthenticationType.Password, Key = [1, 2, 3] },
        "header" => Multicast() with
        {
            AuthenticationType = VrrpAuthenticationType.AuthenticationHeader,
            Key = [1, 2, 3],
        },
        _ => Multicast(3) with { Hmac = Hmac },
    };
}
