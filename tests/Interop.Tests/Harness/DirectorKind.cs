namespace Interop.Tests.Harness;

/// <summary>Whose daemon a director runs.</summary>
public enum DirectorKind
{
    Ours,
    Reference,
}

/// <summary>Who stands on the first and on the second director of a scenario.</summary>
public enum DirectorPair
{
    OursBesideOurs,
    OursBesideReference,
    ReferenceBesideOurs,
}

public static class DirectorPairs
{
    public static DirectorKind First(this DirectorPair pair) =>
        pair == DirectorPair.ReferenceBesideOurs ? DirectorKind.Reference : DirectorKind.Ours;

    public static DirectorKind Second(this DirectorPair pair) =>
        pair == DirectorPair.OursBesideReference ? DirectorKind.Reference : DirectorKind.Ours;
}
