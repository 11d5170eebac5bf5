namespace Keepalived.Config.Host;

/// <summary>Where the name tables of iproute2 are.</summary>
public sealed record RouteNameFolders
{
    /// <summary>Those of this host (<c>iproute_etc_dir</c>).</summary>
    public string Local { get; init; } = "/etc/iproute2";

    /// <summary>Those that came with the package (<c>iproute_usr_dir</c>); empty: where packages put them.</summary>
    public string Packaged { get; init; } = "";

    /// <summary>In the order of the search.</summary>
    public IEnumerable<string> All => Packaged.Length > 0
        ? [Local, Packaged] : [Local, "/usr/share/iproute2", "/usr/lib/iproute2"];
}
