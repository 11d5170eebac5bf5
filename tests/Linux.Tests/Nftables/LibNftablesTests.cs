using Keepalived.Core.Ports;
using Keepalived.Linux.Nftables;
using Linux.Tests.Support;

namespace Linux.Tests.Nftables;

public sealed class LibNftablesTests : IDisposable
{
    private readonly TestNetwork? _network = Privileges.IsRoot ? new TestNetwork() : null;

    public void Dispose() => _network?.Dispose();

    [PrivilegedFact]
    public void A_batch_is_one_transaction_all_of_it_or_nothing() => InNamespace(nft =>
    {
        NftablesResult done = nft.Run("add table inet probe\nadd chain inet probe a");
        Assert.True(done.Succeeded, done.Error);
        Assert.Contains("chain a", nft.Run("list table inet probe").Output, StringComparison.Ordinal);

        NftablesResult refused = nft.Run("add chain inet probe b\nadd rule inet probe absent accept");
        Assert.False(refused.Succeeded);
        Assert.Contains("No such file", refused.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("chain b", nft.Run("list table inet probe").Output, StringComparison.Ordinal);
    });

    [PrivilegedFact]
    public void A_flaw_in_the_text_is_named_and_the_next_batch_works() => InNamespace(nft =>
    {
        NftablesResult refused = nft.Run("add tabel inet probe");
        Assert.Contains("syntax error", refused.Error, StringComparison.Ordinal);
        NftablesResult done = nft.Run("add table inet probe");
        Assert.True(done.Succeeded, done.Error);
        Assert.Equal("", done.Summary);
        Assert.Contains("\"probe\"", nft.RunForJson("list tables").Output, StringComparison.Ordinal);
    });

    [PrivilegedFact]
    public void The_generation_goes_up_with_every_change_of_anybody() => InNamespace(nft =>
    {
        uint? first = nft.ReadGeneration();
        Assert.NotNull(first);
        Assert.Equal(first, nft.ReadGeneration());
        using LibNftablesRunner other = new();
        Assert.True(other.Run("add table inet foreign").Succeeded);
        Assert.NotEqual(first, nft.ReadGeneration());
    });

    [PrivilegedFact]
    public void The_structure_of_a_table_is_the_same_text_with_tables_of_others_and_without() => InNamespace(nft =>
    {
        const string Table = "inet probe";
        Assert.Equal("", nft.ListStructure(Table));
        Assert.True(nft.Run(
            "add table inet probe\nadd set inet probe hosts { type ipv4_addr; }\n"
            + "add element inet probe hosts { 192.0.2.1 }\nadd chain inet probe a\n"
            + "add rule inet probe a ip saddr @hosts counter accept").Succeeded);
        string alone = nft.ListStructure(Table);
        Assert.Contains("@hosts", alone, StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2.1", alone, StringComparison.Ordinal);

        Assert.True(nft.Run("add table inet foreign\nadd chain inet foreign b").Succeeded);
        Assert.Equal(alone, nft.ListStructure(Table));
        Assert.True(nft.Run("delete table inet probe").Succeeded);
        Assert.Equal("", nft.ListStructure(Table));
        Assert.Contains("chain b", nft.ListStructure("inet foreign"), StringComparison.Ordinal);
    });

    [PrivilegedTheory]
    [InlineData("")]
    [InlineData("table inet foreign {\n")]
    [InlineData("table inet foreign {\n}\ntable inet probe {\n\tset hosts")]
    public void Where_the_library_cannot_list_all_the_table_is_listed_alone(string listed) => InNamespace(nft =>
    {
        using LibNftablesRunner runner = new();
        Assert.True(nft.Run(
            "add table inet probe\nadd set inet probe hosts { type ipv4_addr; }\n"
            + "add element inet probe hosts { 192.0.2.1 }\nadd chain inet probe a\n"
            + "add rule inet probe a ip saddr @hosts counter accept").Succeeded);
        string whole = nft.ListStructure("inet probe");
        Assert.NotEqual("", whole);

        string found = LibNftablesRunner.ListStructure("inet probe", command => command == "list ruleset"
            ? new NftablesResult(listed, "cannot list it")
            : runner.List(command));

        Assert.Equal(whole, found);
    });

    [PrivilegedFact]
    public void A_namespace_is_untouched_until_somebody_writes() => TestNetwork.In(_network!.Left, () =>
    {
        using LibNftablesRunner before = new("libnftables.so.none", null);
        Assert.True(((INftables)before).IsUntouched);
        using LibNftablesRunner writer = new();
        Assert.True(writer.Run("add table inet foreign").Succeeded);
        Assert.False(before.IsUntouched);
        Assert.True(writer.Run("delete table inet foreign").Succeeded);
        using LibNftablesRunner after = new();
        Assert.False(after.IsUntouched);
        Assert.Null(after.TryOpen());
    });

    [Fact]
    public void A_machine_without_the_library_is_told_what_to_install()
    {
        using LibNftablesRunner nft = new("libnftables.so.none", null);
        Assert.Contains("install", nft.TryOpen(), StringComparison.Ordinal);
        Assert.Contains("install", nft.Run("list tables").Error, StringComparison.Ordinal);
        Assert.Null(nft.ReadGeneration());
    }

    private void InNamespace(Action<INftables> action) => TestNetwork.In(_network!.Left, () =>
    {
        using LibNftablesRunner nft = new();
        Assert.Null(nft.TryOpen());
        action(nft);
    });
}
