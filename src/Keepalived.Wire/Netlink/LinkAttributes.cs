using Keepalived.Wire.Ethernet;
using static Keepalived.Wire.Netlink.LinkConstants;

namespace Keepalived.Wire.Netlink;

/// <summary>The attributes of link messages (linux/if_link.h), collected before the record is made.</summary>
internal ref struct LinkAttributes
{
    private string _name;
    private string _kind;
    private string _slaveKind;
    private MacAddress _hardwareAddress;
    private uint _mtu;
    private byte _operationalState;
    private int _master;
    private int _lower;
    private bool _isLowerForeign;
    private uint _group;
    private uint? _macvlanMode;
    private ushort? _ipvlanMode;
    private uint? _vrfTable;
    private byte? _addressGenerationMode;

    /// <summary>Adds what the attributes say to the header's fields.</summary>
    public static bool TryRead(ReadOnlySpan<byte> attributes, ref LinkMessage link, out DecodeError error)
    {
        var read = new LinkAttributes { _name = string.Empty, _kind = string.Empty, _slaveKind = string.Empty };
        var reader = new AttributeReader(attributes);
        while (reader.MoveNext())
        {
            read.Take(ref reader);
        }

        error = reader.Error;
        if (error.IsError)
        {
            return false;
        }

        link = link with
        {
            Name = read._name,
            HardwareAddress = read._hardwareAddress,
            Mtu = read._mtu,
            OperationalState = read._operationalState,
            MasterIndex = read._master,
            LowerIndex = read._lower,
            IsLowerForeign = read._isLowerForeign,
            Kind = read._kind,
            SlaveKind = read._slaveKind,
            Group = read._group,
            MacvlanMode = read._macvlanMode,
            IpvlanMode = read._ipvlanMode,
            VrfTable = read._vrfTable,
            AddressGenerationMode = read._addressGenerationMode,
        };
        return true;
    }

    private void Take(ref AttributeReader reader)
    {
        switch (reader.Type)
        {
            case IFLA_IFNAME:
                _name = reader.Text();
                break;
            case IFLA_ADDRESS:
                _hardwareAddress = reader.Mac();
                break;
            case IFLA_MTU:
                _mtu = reader.UInt32();
                break;
            case IFLA_OPERSTATE:
                _operationalState = reader.Byte();
                break;
            case IFLA_MASTER:
                _master = reader.Int32();
                break;
            case IFLA_LINK:
                _lower = reader.Int32();
                break;
            case IFLA_LINK_NETNSID:
                _isLowerForeign = true;
                break;
            case IFLA_GROUP:
                _group = reader.UInt32();
                break;
            case IFLA_LINKINFO:
                TakeLinkInfo(ref reader);
                break;
            case IFLA_AF_SPEC:
                TakeFamilies(ref reader);
                break;
        }
    }

    private void TakeLinkInfo(ref AttributeReader reader)
    {
        // The kind comes before its data (rtnl_link_info_fill).
        AttributeReader info = reader.Enter();
        while (info.MoveNext())
        {
            switch (info.Type)
            {
                case IFLA_INFO_KIND:
                    _kind = info.Text();
                    break;
                case IFLA_INFO_SLAVE_KIND:
                    _slaveKind = info.Text();
                    break;
                case IFLA_INFO_DATA:
                    TakeKindData(ref info);
                    break;
            }
        }

        reader.Leave(info);
    }

    private void TakeKindData(ref AttributeReader info)
    {
        AttributeReader data = info.Enter();
        while (_kind is "macvlan" or "ipvlan" or "vrf" && data.MoveNext())
        {
            switch (_kind, data.Type)
            {
                case ("macvlan", IFLA_MACVLAN_MODE):
                    _macvlanMode = data.UInt32();
                    break;
                case ("ipvlan", IFLA_IPVLAN_MODE):
                    _ipvlanMode = data.UInt16();
                    break;
                case ("vrf", IFLA_VRF_TABLE):
                    _vrfTable = data.UInt32();
                    break;
            }
        }

        info.Leave(data);
    }

    private void TakeFamilies(ref AttributeReader reader)
    {
        AttributeReader families = reader.Enter();
        while (families.MoveNext())
        {
            if (families.Type != KernelFamily.Inet6)
            {
                continue;
            }

            AttributeReader inet6 = families.Enter();
            while (inet6.MoveNext())
            {
                if (inet6.Type == IFLA_INET6_ADDR_GEN_MODE)
                {
                    _addressGenerationMode = inet6.Byte();
                }
            }

            families.Leave(inet6);
        }

        reader.Leave(families);
    }
}
