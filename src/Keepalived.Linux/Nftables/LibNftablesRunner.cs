using System.Runtime.InteropServices;
using Keepalived.Core.Ports;
using Keepalived.Linux.Host;
using Keepalived.Linux.Native;

namespace Keepalived.Linux.Nftables;

/// <summary>
/// nf_tables through the system's libnftables, in the network namespace of the thread that opens it. One thread at a
/// time. Needs CAP_NET_ADMIN. The library is loaded at the first use; without it everything else runs.
/// </summary>
public sealed unsafe class LibNftablesRunner : INftables
{
    // The library is not made for several threads, not even with a context for each.
    private static readonly Lock s_gate = new();

    // Characters written and read at once: with less, what the library needed is not worth looking for.
    private const int Large = 1 << 18;

    // nf_tables_init_net of net/netfilter/nf_tables_api.c.
    private const uint FirstGeneration = 1;

    private readonly string _library;
    private readonly string? _networkNamespace;
    private GenerationReader? _generation;
    private ChangeListener? _changes;
    private nint _context;

    /// <param name="networkNamespace">
    /// The file of the network namespace whose rule set it is; null: that of the thread that opens it.
    /// </param>
    public LibNftablesRunner(string? networkNamespace = null)
        : this(LibNftables.Library, networkNamespace)
    {
    }

    /// <param name="library">Must be loadable too; a test names one that is not.</param>
    /// <param name="networkNamespace">As above.</param>
    internal LibNftablesRunner(string library, string? networkNamespace)
    {
        _library = library;
        _networkNamespace = networkNamespace;
    }

    public string? TryOpen()
    {
        if (_context != 0)
        {
            return null;
        }

        return InItsNamespace(Open);
    }

    public NftablesResult Run(string script) => Run(script, LibNftables.OutputNumeric);

    public NftablesResult RunForJson(string script) =>
        Run(script, LibNftables.OutputNumeric | LibNftables.OutputJson);

    /// <remarks>
    /// Asked for one table, libnftables 1.0 has the kernel tell all of its elements, shown or not: 180 ms with 10,000
    /// real servers. The whole rule set it lists without them, in 50 ms.
    /// </remarks>
    public string ListStructure(string table) => ListStructure(table, List);

    /// <param name="list">Runs a command that lists, without elements and counters.</param>
    internal static string ListStructure(string table, Func<string, NftablesResult> list) =>
        // A table of somebody else that the library cannot print ends the listing of all: ours has to be seen then too.
        Find(table, list("list ruleset").Output) ?? Find(table, list($"list table {table}").Output) ?? "";

    internal NftablesResult List(string command) =>
        Run(command, LibNftables.OutputNumeric | LibNftables.OutputStructure);

    public string ListTable(string table) =>
        Run($"list table {table}", LibNftables.OutputNumeric | LibNftables.OutputStateless).Output;

    public uint? ReadGeneration() =>
        TryOpen() is null && _generation!.TryRead(out uint generation) == 0 ? generation : null;

    public bool IsUntouched => _context == 0
        && InItsNamespace(ProbeKernel) is null
        && _generation!.TryRead(out uint generation) == 0
        && generation == FirstGeneration;

    public bool? HasChanged(string table, uint generation) =>
        _changes is { } changes ? changes.HasChanged(table, generation) : true;

    public void ForgetChanges() => _changes?.Forget();

    public void Dispose() => Close();

    private static string? Find(string table, string output)
    {
        string all = "\n" + output;
        int start = all.IndexOf($"\ntable {table} {{\n", StringComparison.Ordinal) + 1;
        int end = all.IndexOf("\n}\n", start, StringComparison.Ordinal);
        return start == 0 || end < 0 ? null : all[start..(end + "\n}\n".Length)];
    }

    private string? InItsNamespace(Func<string?> open)
    {
        if (_networkNamespace is null)
        {
            return open();
        }

        try
        {
            // Sockets stay in the namespace in which they were made.
            return NetworkNamespace.Within(_networkNamespace, () => open() ?? "") is { Length: > 0 } failure
                ? failure
                : null;
        }
        catch (InvalidOperationException e)
        {
            return $"nf_tables: {e.Message}";
        }
    }

    private string? Open()
    {
        if (!NativeLibrary.TryLoad(_library, out _))
        {
            return $"{_library} cannot be loaded; install the package libnftables1 (Debian) or nftables";
        }

        // Asked before libnftables is: its version 1.0 ends the whole process when it gets no netfilter socket.
        if (ProbeKernel() is { } failure)
        {
            Close();
            return failure;
        }

        try
        {
            lock (s_gate)
            {
                _context = LibNftables.NewContext(LibNftables.DefaultContext);
            }
        }
        catch (EntryPointNotFoundException e)
        {
            Close();
            return $"{_library}: {e.Message}";
        }

        if (_context == 0 || LibNftables.BufferOutput(_context) != 0 || LibNftables.BufferError(_context) != 0)
        {
            Close();
            return $"{_library} gave no context";
        }

        return null;
    }

    private NftablesResult Run(string script, uint flags)
    {
        lock (s_gate)
        {
            return RunAlone(script, flags);
        }
    }

    private NftablesResult RunAlone(string script, uint flags)
    {
        if (TryOpen() is { } failure)
        {
            return new NftablesResult("", failure);
        }

        LibNftables.SetOutputFlags(_context, flags);
        bool succeeded = LibNftables.Run(_context, script) == 0;
        // Both are read each time: reading also empties the library's buffers.
        string output = Text(LibNftables.GetOutput(_context));
        string errors = Text(LibNftables.GetError(_context)).TrimEnd();
        if (script.Length + output.Length >= Large)
        {
            // The C library keeps it otherwise: 60 MB after the first table of 10,000 real servers.
            _ = MemoryCalls.Trim(0);
        }

        return new NftablesResult(output, succeeded ? null : errors.Length > 0 ? errors : "nft gave no reason");
    }

    private string? ProbeKernel()
    {
        try
        {
            _generation ??= new GenerationReader();
            _changes ??= new ChangeListener();
        }
        catch (InvalidOperationException e)
        {
            return $"nf_tables: {e.Message}";
        }

        return _generation.TryRead(out _) switch
        {
            0 => null,
            ErrnoCodes.Invalid => "this kernel has no nf_tables (module nf_tables)",
            ErrnoCodes.NotPermitted => "nf_tables: not permitted, CAP_NET_ADMIN is missing",
            int errno => $"nf_tables: {Libc.Describe(errno)}",
        };
    }

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    private void Close()
    {
        _generation?.Dispose();
        _generation = null;
        _changes?.Dispose();
        _changes = null;
        if (_context != 0)
        {
            lock (s_gate)
            {
                LibNftables.FreeContext(_context);
            }

            _context = 0;
        }
    }
}
