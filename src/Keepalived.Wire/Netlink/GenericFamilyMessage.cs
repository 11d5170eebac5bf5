using static Keepalived.Wire.Netlink.GenericNetlinkConstants;

namespace Keepalived.Wire.Netlink;

/// <summary>The header after the netlink header of generic families (struct genlmsghdr of linux/genetlink.h).</summary>
/// <param name="Command">The family's own number.</param>
/// <param name="Version">The family's interface version.</param>
public readonly record struct GenericHeader(byte Command, byte Version)
{
    /// <summary>Octets.</summary>
    public const int Length = 4;

    /// <summary>Reads the first 4 octets of a payload; the attributes follow.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> payload, out GenericHeader header, out DecodeError error)
    {
        header = default;
        if (payload.Length < Length)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.Truncated, payload.Length);
        }

        header = new GenericHeader(payload[0], payload[1]);
        return DecodeError.Ok(out error);
    }

    internal void Write(ref NetlinkWriter writer)
    {
        writer.Byte(Command);
        writer.Byte(Version);
        writer.UInt16(0);
    }
}

/// <summary>
/// A generic netlink family as the controller names it: the number to address its messages to (CTRL_CMD_NEWFAMILY).
/// </summary>
/// <param name="Id">The message type of the family, valid while its module is loaded.</param>
/// <param name="Name">As asked for.</param>
/// <param name="Version">The family's interface version.</param>
public sealed record GenericFamilyMessage(ushort Id, string Name, uint Version)
{
    /// <summary>
    /// Asks for one family by name; the kernel loads its module if it may. ENOENT means there is none.
    /// </summary>
    public static int EncodeRequest(Span<byte> destination, string name, uint sequence)
    {
        var writer = new NetlinkWriter(destination);
        writer.BeginMessage(NetlinkRequest.Acknowledged(GENL_ID_CTRL, sequence));
        new GenericHeader(CTRL_CMD_GETFAMILY, 1).Write(ref writer);
        writer.AttributeText(CTRL_ATTR_FAMILY_NAME, name);
        writer.EndMessage();
        return writer.Result;
    }

    /// <summary>Reads the payload of a controller message.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> payload, out GenericFamilyMessage family, out DecodeError error)
    {
        family = new GenericFamilyMessage(0, string.Empty, 0);
        if (!GenericHeader.TryDecode(payload, out GenericHeader header, out error))
        {
            return false;
        }

        if (header.Command != CTRL_CMD_NEWFAMILY)
        {
            return DecodeError.Fail(out error, DecodeErrorKind.MessageType, header.Command);
        }

        var reader = new AttributeReader(payload[GenericHeader.Length..]);
        while (reader.MoveNext())
        {
            family = reader.Type switch
            {
                CTRL_ATTR_FAMILY_ID => family with { Id = reader.UInt16() },
                CTRL_ATTR_FAMILY_NAME => family with { Name = reader.Text() },
                CTRL_ATTR_VERSION => family with { Version = reader.UInt32() },
                _ => family,
            };
        }

        error = reader.Error;
        if (error.IsError)
        {
            return false;
        }

        return family.Id == 0
            ? DecodeError.Fail(out error, DecodeErrorKind.AttributeMissing, CTRL_ATTR_FAMILY_ID)
            : DecodeError.Ok(out error);
    }
}
