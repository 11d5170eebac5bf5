using Keepalived.Config.Model;

namespace Keepalived.Config.Tests.Validation;

/// <summary>Names of virtual interfaces, and what is announced where.</summary>
public sealed class VmacTests
{
    [Fact]
    public void Each_virtual_interface_has_a_name_of_its_own()
    {
        VrrpInstanceConfig[] instances = [.. ConfigText.Read("""
            global_defs {
                vmac_prefix vm
                vmac_addr_prefix va
            }
            vrrp_instance A {
                interface eth0
                virtual_router_id 1
                use_vmac
                use_vmac_addr
                virtual_ipaddress {
                    10.0.0.1
                    10.0.0.2 dev eth1
                    10.0.0.3 dev eth1
                }
            }
            vrrp_instance B {
                interface eth1
                virtual_router_id 1
                use_vmac
                virtual_ipaddress {
                    10.0.0.4 dev eth0 use_vmac
                    10.0.0.5 dev eth0
                }
            }

            """).Config.Instances];

        Assert.Equal(["vm.1", "vm1.1"], instances.Select(i => i.Vmac!.InterfaceName));
        Assert.Equal(["vm.1", "va.1", "va.1"], instances[0].VirtualAddresses.Select(a => a.Interface));
        Assert.Equal(["va1.1", "eth0"], instances[1].VirtualAddresses.Select(a => a.Interface));
    }

    [Fact]
    public void The_old_words_for_extra_announcements_mean_the_same()
    {
        VrrpInstanceConfig[] instances = [.. ConfigText.Read("""
            global_defs {
                vrrp_vmac_garp_intvl all 7
            }
            vrrp_instance A {
                interface eth0
                virtual_router_id 1
                virtual_ipaddress {
                    10.0.0.1
                    10.0.0.2 dev eth1
                }
            }
            vrrp_instance B {
                interface eth0
                virtual_router_id 2
                vmac_garp_intvl 9
                virtual_ipaddress {
                    10.0.0.3
                    10.0.0.4 dev eth1
                }
            }

            """).Config.Instances];

        Assert.Equal(TimeSpan.FromSeconds(7), instances[0].Garp.ExtraInterface);
        Assert.Equal(["10.0.0.2"], instances[0].AddressesElsewhere.Select(a => a.Address.ToString()));
        Assert.Equal(TimeSpan.FromSeconds(9), instances[1].Garp.ExtraInterface);
        Assert.Empty(instances[1].AddressesElsewhere);
    }
}
