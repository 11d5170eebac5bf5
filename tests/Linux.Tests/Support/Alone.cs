namespace Linux.Tests.Support;

/// <summary>
/// Tests of what the whole process has only one of, its memory or the copies of its descriptors in children: they run
/// one by one when all others are over.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
