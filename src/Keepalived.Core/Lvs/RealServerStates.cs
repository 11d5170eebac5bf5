using System.Collections;
using System.Runtime.CompilerServices;

namespace Keepalived.Core.Lvs;

/// <summary>
/// The real servers of one virtual server, immutable, in pieces: replacing one of thousands copies a piece and the list
/// of the pieces, not all of them.
/// </summary>
[CollectionBuilder(typeof(RealServerStates), nameof(Create))]
public sealed class RealServerStates : IReadOnlyList<RealServerState>
{
    private const int Shift = 8;
    private const int PieceLength = 1 << Shift;

    private readonly RealServerState[][] _pieces;

    private RealServerStates(RealServerState[][] pieces, int length, long liveWeight)
    {
        _pieces = pieces;
        Length = length;
        LiveWeight = liveWeight;
    }

    public int Length { get; }

    public int Count => Length;

    /// <summary>Sum of the weights of the servers that are up.</summary>
    public long LiveWeight { get; }

    public RealServerState this[int index] => _pieces[index >> Shift][index & (PieceLength - 1)];

    public static RealServerStates Create(ReadOnlySpan<RealServerState> servers)
    {
        RealServerState[][] pieces = new RealServerState[(servers.Length + PieceLength - 1) >> Shift][];
        for (int i = 0; i < pieces.Length; i++)
        {
            ReadOnlySpan<RealServerState> rest = servers[(i << Shift)..];
            pieces[i] = rest[..Math.Min(PieceLength, rest.Length)].ToArray();
        }

        long weight = 0;
        foreach (RealServerState server in servers)
        {
            weight += LiveWeightOf(server);
        }

        return new RealServerStates(pieces, servers.Length, weight);
    }

    public RealServerStates SetItem(int index, RealServerState server)
    {
        RealServerState[][] pieces = (RealServerState[][])_pieces.Clone();
        RealServerState[] piece = (RealServerState[])pieces[index >> Shift].Clone();
        long weight = LiveWeight - LiveWeightOf(this[index]) + LiveWeightOf(server);
        piece[index & (PieceLength - 1)] = server;
        pieces[index >> Shift] = piece;
        return new RealServerStates(pieces, Length, weight);
    }

    public IEnumerator<RealServerState> GetEnumerator()
    {
        foreach (RealServerState[] piece in _pieces)
        {
            foreach (RealServerState server in piece)
            {
                yield return server;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static long LiveWeightOf(RealServerState server) => server.IsUp ? server.Weight : 0;
}
