using Keepalived.Config.Diagnostics;

namespace Keepalived.Config.Tests.Validation;

/// <summary>What somebody sees who makes a mistake: the place, the line, the word, and what is allowed.</summary>
public sealed class DiagnosticTextTests
{
    private const string Addresses = " virtual_ipaddress {\n10.0.0.1\n}\n}";

    [Fact]
    public void A_misspelt_keyword_is_shown_in_its_line_with_the_nearest_one() =>
        Assert.Equal(
            "keepalived.conf:4:3: error: Unknown keyword 'advert_itn' (did you mean 'advert_int'?)\n"
            + "  4 |   advert_itn 1\n"
            + "    |   ^",
            Show("vrrp_instance V {\n interface eth0\n virtual_router_id 1\n  advert_itn 1\n" + Addresses));

    [Fact]
    public void A_line_of_a_definition_is_shown_as_it_was_read_and_as_it_was_written()
    {
        string text = Show("$ID=500\nvrrp_instance V {\n interface eth0\n virtual_router_id $ID\n" + Addresses);

        Assert.StartsWith(
            "keepalived.conf:4:20: error: (V) virtual_router_id: number '500' outside range [1, 255]", text);
        Assert.Contains("\n  4 |  virtual_router_id $ID\n    |                    ^\n", text);
        Assert.Contains("= read as: virtual_router_id 500", text);
    }

    [Fact]
    public void A_terminal_gets_colour_and_never_the_files_own_escapes()
    {
        ConfigDiagnostic diagnostic = First("bad\e[31mword 1\n");

        Assert.Contains("\e[1;31merror:\e[0m", DiagnosticText.Of(diagnostic, colour: true));
        Assert.Contains("| bad?[31mword 1", DiagnosticText.Of(diagnostic, colour: true));
        Assert.DoesNotContain('\e', DiagnosticText.Of(diagnostic)[DiagnosticText.Of(diagnostic).IndexOf('\n')..]);
    }

    [Fact]
    public void An_editor_gets_one_object_with_place_severity_and_text()
    {
        using var json = System.Text.Json.JsonDocument.Parse(DiagnosticText.ToJson(First("vrrp_instanec V {\n}\n")));

        Assert.Equal("keepalived.conf", json.RootElement.GetProperty("file").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("line").GetInt32());
        Assert.Equal("error", json.RootElement.GetProperty("severity").GetString());
        Assert.Contains("vrrp_instance", json.RootElement.GetProperty("hint").GetString());
    }

    private static ConfigDiagnostic First(string text) => ConfigText.Read(text).Diagnostics[0];

    private static string Show(string text) => DiagnosticText.Of(First(text));
}
