namespace Keepalived.Core.Ports;

/// <summary>
/// The kernel's nf_tables. Blocking; called by the kernel gateway alone, on its own thread. Whoever writes keeps to
/// tables of its own.
/// </summary>
public interface INftables : IDisposable
{
    /// <summary>Makes it ready; null, or why it is not available. Cheap when it is open already.</summary>
    string? TryOpen();

    /// <summary>
    /// Runs commands in the language of <c>nft</c> (or its JSON) as one transaction: all of it happens, or nothing.
    /// Opens if needed.
    /// </summary>
    NftablesResult Run(string script);

    /// <summary>As <see cref="Run"/>, and what it lists is JSON (libnftables-json(5)).</summary>
    NftablesResult RunForJson(string script);

    /// <summary>
    /// Chains, rules and declarations of a table (family and name), without elements and counters: equal text, equal
    /// structure. Empty if there is no such table.
    /// </summary>
    string ListStructure(string table);

    /// <summary>As <see cref="ListStructure"/>, with elements: all of it but counters.</summary>
    string ListTable(string table);

    /// <summary>
    /// The number of the rule set's generation: the kernel counts it up at each committed transaction of anybody in
    /// this network namespace. Null = it cannot be read.
    /// </summary>
    uint? ReadGeneration();

    /// <summary>
    /// Nobody has written anything since this network namespace exists: there are no tables. Asked of the kernel alone,
    /// for much less than it takes to open. False = somebody may have.
    /// </summary>
    bool IsUntouched => false;

    /// <summary>
    /// Has anybody changed the table of this name, in any family, since <see cref="ForgetChanges"/> and up to this
    /// generation? True also when that is not known for sure; null = the kernel has not told all of it yet.
    /// </summary>
    bool? HasChanged(string table, uint generation);

    /// <summary>What was changed until now is known, or about to be read.</summary>
    void ForgetChanges();
}

/// <param name="Output">What the commands listed.</param>
/// <param name="Error">Null = success; else what nft says, one or more lines.</param>
public sealed record NftablesResult(string Output, string? Error)
{
    public bool Succeeded => Error is null;

    /// <summary>The first line of the error, which holds the cause; empty after success.</summary>
    public string Summary => Error is null ? "" : Error.Split('\n', 2)[0].Trim();
}
