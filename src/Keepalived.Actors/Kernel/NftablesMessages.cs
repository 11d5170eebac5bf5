using Keepalived.Core.Ports;

namespace Keepalived.Actors.Kernel;

/// <summary>
/// Run this as one nftables transaction. The gateway is the only writer; whoever asks keeps to tables of its own. The
/// sender gets <see cref="NftablesDone"/>.
/// </summary>
public sealed record RunNftables(string Owner, string Script) : IKernelMessage;

/// <param name="Owner">As in the request.</param>
/// <param name="Result">Without nf_tables or libnftables: an error that says so.</param>
public sealed record NftablesDone(string Owner, NftablesResult Result) : IKernelMessage;
