using System.Runtime.InteropServices;
using System.Text;

namespace Keepalived.Linux.Native;

/// <summary>A NULL-terminated array of C strings in one piece of unmanaged memory.</summary>
internal sealed unsafe class CStrings : IDisposable
{
    private void* _memory;

    public CStrings(IReadOnlyList<string> texts)
    {
        int pointers = (texts.Count + 1) * sizeof(byte*);
        int size = pointers;
        foreach (string text in texts)
        {
            size += Encoding.UTF8.GetByteCount(text) + 1;
        }

        _memory = NativeMemory.AllocZeroed((nuint)size);
        byte* next = (byte*)_memory + pointers;
        byte* end = (byte*)_memory + size;
        for (int i = 0; i < texts.Count; i++)
        {
            Pointers[i] = next;
            next += Encoding.UTF8.GetBytes(texts[i], new Span<byte>(next, (int)(end - next))) + 1;
        }
    }

    public byte** Pointers => (byte**)_memory;

    public void Dispose()
    {
        NativeMemory.Free(_memory);
        _memory = null;
    }
}
