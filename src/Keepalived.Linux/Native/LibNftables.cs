using System.Runtime.InteropServices;

namespace Keepalived.Linux.Native;

/// <summary>libnftables (nftables/libnftables.h). Bound at the first call, so that a machine without it runs.</summary>
internal static unsafe partial class LibNftables
{
    /// <summary>Debian and Fedora: package libnftables1, nftables-libs or nftables.</summary>
    public const string Library = "libnftables.so.1";

    /// <summary>NFT_CTX_DEFAULT.</summary>
    public const uint DefaultContext = 0;

    /// <summary>NFT_CTX_OUTPUT_JSON.</summary>
    public const uint OutputJson = 1 << 4;

    /// <summary>NFT_CTX_OUTPUT_NUMERIC_ALL: protocols, priorities, symbols and times as numbers.</summary>
    public const uint OutputNumeric = (1 << 7) | (1 << 8) | (1 << 9) | (1 << 10);

    /// <summary>NFT_CTX_OUTPUT_STATELESS and NFT_CTX_OUTPUT_TERSE: no counters, no elements of sets.</summary>
    public const uint OutputStructure = OutputStateless | (1 << 11);

    /// <summary>NFT_CTX_OUTPUT_STATELESS: no counters.</summary>
    public const uint OutputStateless = 1 << 2;

    [LibraryImport(Library, EntryPoint = "nft_ctx_new")]
    public static partial nint NewContext(uint flags);

    [LibraryImport(Library, EntryPoint = "nft_ctx_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "nft_ctx_buffer_output")]
    public static partial int BufferOutput(nint context);

    [LibraryImport(Library, EntryPoint = "nft_ctx_buffer_error")]
    public static partial int BufferError(nint context);

    [LibraryImport(Library, EntryPoint = "nft_ctx_get_output_buffer")]
    public static partial byte* GetOutput(nint context);

    [LibraryImport(Library, EntryPoint = "nft_ctx_get_error_buffer")]
    public static partial byte* GetError(nint context);

    [LibraryImport(Library, EntryPoint = "nft_ctx_output_set_flags")]
    public static partial void SetOutputFlags(nint context, uint flags);

    [LibraryImport(Library, EntryPoint = "nft_run_cmd_from_buffer", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Run(nint context, string commands);
}
