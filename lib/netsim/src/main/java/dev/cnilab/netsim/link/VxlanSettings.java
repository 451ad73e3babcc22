package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a VXLAN link ({@code ip link add … type vxlan}).
 *
 * @param vni its identifier, 24 bits
 * @param local the address of this VTEP; null to let the route choose
 * @param remote where frames to unknown addresses go; null for nowhere
 * @param device the link of the underlay; null to let the route choose
 * @param port the UDP destination port: 8472 for flannel, 4789 by IANA
 * @param learning whether it learns from incoming frames
 * @param df the DF bit of outer packets
 * @param ttl of outer packets; 0 for the host's default
 * @param ageing the ageing time of learned entries
 * @param external whether each packet carries its own destination; identifier, remote and database
 *     are then ignored
 */
public record VxlanSettings(
    int vni,
    @Nullable Ipv4Address local,
    @Nullable Ipv4Address remote,
    @Nullable Link device,
    int port,
    boolean learning,
    Df df,
    int ttl,
    Duration ageing,
    boolean external) {

  /** How the DF bit of outer packets is set. */
  public enum Df {
    UNSET,
    SET,
    INHERIT
  }

  /** The settings iproute2 sends if only the identifier is given. */
  public static VxlanSettings of(int vni) {
    return new VxlanSettings(
        vni, null, null, null, 8472, true, Df.UNSET, 0, Duration.ofMinutes(5), false);
  }

  public VxlanSettings local(@Nullable Ipv4Address address) {
    return new VxlanSettings(
        vni, address, remote, device, port, learning, df, ttl, ageing, external);
  }

  public VxlanSettings remote(@Nullable Ipv4Address address) {
    return new VxlanSettings(
        vni, local, address, device, port, learning, df, ttl, ageing, external);
  }

  public VxlanSettings device(@Nullable Link link) {
    return new VxlanSettings(vni, local, remote, link, port, learning, df, ttl, ageing, external);
  }

  public VxlanSettings port(int udp) {
    return new VxlanSettings(vni, local, remote, device, udp, learning, df, ttl, ageing, external);
  }

  public VxlanSettings noLearning() {
    return new VxlanSettings(vni, local, remote, device, port, false, df, ttl, ageing, external);
  }

  /**
   * Settings for a link that sends packets to their {@link TunnelKey} and accepts them from
   * everywhere.
   */
  public VxlanSettings byKey() {
    return new VxlanSettings(vni, local, remote, device, port, false, df, ttl, ageing, true);
  }

  public VxlanSettings df(Df bit) {
    return new VxlanSettings(
        vni, local, remote, device, port, learning, bit, ttl, ageing, external);
  }

  public VxlanSettings ttl(int hops) {
    return new VxlanSettings(
        vni, local, remote, device, port, learning, df, hops, ageing, external);
  }

  public VxlanSettings ageing(Duration time) {
    return new VxlanSettings(vni, local, remote, device, port, learning, df, ttl, time, external);
  }
}
