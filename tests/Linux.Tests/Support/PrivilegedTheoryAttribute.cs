namespace Linux.Tests.Support;

/// <summary>As <see cref="PrivilegedFactAttribute"/>, for theories.</summary>
public sealed class PrivilegedTheoryAttribute : TheoryAttribute
{
    public PrivilegedTheoryAttribute() => Skip = new PrivilegedFactAttribute().Skip;
}
