namespace Keepalived.Simulation.Tests.Mutants;

/// <summary>One conditional branch of the decisions, to be taken the other way round.</summary>
/// <param name="Method">Type and method.</param>
/// <param name="Line">The source line, without the blanks around it; empty without a symbol file.</param>
/// <param name="FileOffset">Of the opcode in the assembly's file.</param>
/// <param name="Opcode">What stands there.</param>
/// <param name="Opposite">What the mutant has there.</param>
internal sealed record BranchMutant(string Method, string Line, int FileOffset, byte Opcode, byte Opposite)
{
    public override string ToString() => $"{Method} | {Line}";

    public byte[] ApplyTo(byte[] assembly)
    {
        byte[] mutated = [.. assembly];
        Assert.Equal(Opcode, mutated[FileOffset]);
        mutated[FileOffset] = Opposite;
        return mutated;
    }
}
