using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Keepalived.Simulation.Tests.Mutants;

/// <summary>
/// Finds every conditional branch in some types of an assembly. A branch and its opposite have the same length, so that
/// one octet makes a mutant.
/// </summary>
internal sealed class BranchFinder : IDisposable
{
    private const byte TinyFormat = 2;
    private const int TinyHeader = 1;
    private const int FatHeader = 12;
    private const byte TwoOctets = 0xFE;
    private const byte LoadOne = 0x17;

    // ECMA-335 III.3: from brfalse.s to blt.un.s; the long forms are 0x0D further on.
    private static readonly Dictionary<byte, byte> Opposites = Pairs(
        (0x2C, 0x2D), (0x2E, 0x33), (0x2F, 0x32), (0x30, 0x31), (0x34, 0x37), (0x35, 0x36));

    private static readonly Dictionary<ushort, OperandType> Operands = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (ushort)code.Value, code => code.OperandType);

    private readonly PEReader _image;
    private readonly MetadataReader _metadata;
    private readonly MetadataReaderProvider? _symbolFile;
    private readonly Dictionary<string, string[]> _sources = [];

    public BranchFinder(string path)
    {
        _image = new PEReader(File.OpenRead(path));
        _metadata = _image.GetMetadataReader();
        string symbols = Path.ChangeExtension(path, ".pdb");
        _symbolFile = File.Exists(symbols)
            ? MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(symbols))
            : null;
    }

    public void Dispose()
    {
        _symbolFile?.Dispose();
        _image.Dispose();
    }

    public IEnumerable<BranchMutant> In(IReadOnlySet<string> types)
    {
        foreach (MethodDefinitionHandle handle in _metadata.MethodDefinitions)
        {
            MethodDefinition method = _metadata.GetMethodDefinition(handle);
            (string outer, string name) = NameOf(method);
            if (types.Contains(outer) && method.RelativeVirtualAddress != 0 && !IsGenerated(name))
            {
                foreach (BranchMutant mutant in In(handle, method, name))
                {
                    yield return mutant;
                }
            }
        }
    }

    private IEnumerable<BranchMutant> In(MethodDefinitionHandle handle, MethodDefinition method, string name)
    {
        byte[] code = _image.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!;
        int start = FileOffsetOf(method.RelativeVirtualAddress);
        int at = 0;
        while (at < code.Length)
        {
            int opcodeAt = at;

            // In front of a switch expression a debug build asks whether 1 is true, for the debugger's sake.
            bool isConstant = opcodeAt > 0 && code[opcodeAt - 1] == LoadOne;
            ushort opcode = code[at++];
            if (opcode == TwoOctets)
            {
                opcode = (ushort)((opcode << 8) | code[at++]);
            }
            else if (!isConstant && Opposites.TryGetValue((byte)opcode, out byte opposite))
            {
                string line = LineOf(handle, opcodeAt);
                yield return new BranchMutant(name, line, start + opcodeAt, (byte)opcode, opposite);
            }

            at += LengthOf(Operands[opcode], code, at);
        }
    }

    private static int LengthOf(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };

    private int FileOffsetOf(int address)
    {
        SectionHeader section = _image.PEHeaders.SectionHeaders.First(
            one => address >= one.VirtualAddress && address < one.VirtualAddress + one.VirtualSize);
        bool isTiny = (_image.GetSectionData(address).GetReader().ReadByte() & 3) == TinyFormat;
        return address - section.VirtualAddress + section.PointerToRawData + (isTiny ? TinyHeader : FatHeader);
    }

    /// <summary>The outermost type, and a name for people; a lambda counts as part of where it is written.</summary>
    private (string Outer, string Name) NameOf(MethodDefinition method)
    {
        TypeDefinitionHandle type = method.GetDeclaringType();
        while (!_metadata.GetTypeDefinition(type).GetDeclaringType().IsNil)
        {
            type = _metadata.GetTypeDefinition(type).GetDeclaringType();
        }

        string outer = _metadata.GetString(_metadata.GetTypeDefinition(type).Name);
        return (outer, $"{outer}.{_metadata.GetString(method.Name)}");
    }

    /// <summary>What the compiler makes for records.</summary>
    private static bool IsGenerated(string name) =>
        name.Contains(".Equals") || name.Contains(".PrintMembers") || name.Contains(".ToString")
        || name.Contains(".GetHashCode") || name.Contains(".op_") || name.Contains("<Clone>");

    private string LineOf(MethodDefinitionHandle method, int offset)
    {
        if (_symbolFile is null)
        {
            return string.Empty;
        }

        MetadataReader symbols = _symbolFile.GetMetadataReader();
        MethodDebugInformation information = symbols.GetMethodDebugInformation(method);
        SequencePoint? point = information.GetSequencePoints()
            .Where(one => !one.IsHidden && one.Offset <= offset)
            .Select(one => (SequencePoint?)one)
            .LastOrDefault();
        if (point is not { } found)
        {
            return string.Empty;
        }

        string path = symbols.GetString(symbols.GetDocument(found.Document).Name);
        if (!_sources.TryGetValue(path, out string[]? lines))
        {
            lines = File.Exists(path) ? File.ReadAllLines(path) : [];
            _sources.Add(path, lines);
        }

        return found.StartLine <= lines.Length ? lines[found.StartLine - 1].Trim() : string.Empty;
    }

    private static Dictionary<byte, byte> Pairs(params ReadOnlySpan<(int One, int Other)> shortForms)
    {
        const int toLong = 0x0D;
        var pairs = new Dictionary<byte, byte>();
        foreach ((int one, int other) in shortForms)
        {
            (pairs[(byte)one], pairs[(byte)other]) = ((byte)other, (byte)one);
            (pairs[(byte)(one + toLong)], pairs[(byte)(other + toLong)]) =
                ((byte)(other + toLong), (byte)(one + toLong));
        }

        return pairs;
    }
}
