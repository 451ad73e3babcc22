package dev.cnilab.cluster.image.flannel.subnet;

import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/**
 * A lease as flanneld's log shows it. Each of n nodes logs the leases of all the others, so its
 * text is made once and not n times.
 *
 * @param lease as Go prints the struct
 * @param attributes as flanneld prints them
 */
public record LeaseText(String lease, String attributes) {
  static LeaseText of(
      Ipv4Prefix subnet, Ipv4Address publicIp, String backendType, String backendData) {
    StringJoiner bytes = new StringJoiner(", ", "{", "}");
    for (byte each : backendData.getBytes(StandardCharsets.UTF_8)) {
      bytes.add("0x" + Integer.toHexString(Byte.toUnsignedInt(each)));
    }
    return new LeaseText(
        ("lease.Lease{EnableIPv4:true, EnableIPv6:false, Subnet:ip.IP4Net{IP:0x%x, PrefixLen:0x%x},"
                + " IPv6Subnet:ip.IP6Net{IP:(*ip.IP6)(nil), PrefixLen:0x0},"
                + " Attrs:lease.LeaseAttrs{PublicIP:0x%x, PublicIPv6:(*ip.IP6)(nil),"
                + " BackendType:\"%s\", BackendData:json.RawMessage%s,"
                + " BackendV6Data:json.RawMessage(nil)}, Expiration:time.Date(1, time.January, 1, 0,"
                + " 0, 0, 0, time.UTC), Asof:0}")
            .formatted(
                subnet.address().bits(), subnet.length(), publicIp.bits(), backendType, bytes),
        "BackendType: %s, PublicIP: %s, PublicIPv6: (nil), BackendData: %s, BackendV6Data: (nil)"
            .formatted(backendType, publicIp, marshalled(backendData)));
  }

  /** What Go's encoder cannot write as JSON, flanneld shows as if it were missing. */
  private static String marshalled(String backendData) {
    try {
      return GoJson.marshal(GoJson.parse(backendData));
    } catch (GoJsonException invalid) {
      return "(nil)";
    }
  }
}
