package dev.cnilab.netsim.link;

import dev.cnilab.netsim.packet.Ipv4Packet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tunnels whose outer packets this namespace sends and receives. */
public final class TunnelTable {
  private List<Vxlan> vxlans = List.of();
  private List<Ipip> ipips = List.of();

  /** Whether a VXLAN link that is up listens on a UDP port of this namespace. */
  public boolean hasVxlanOn(int port) {
    for (Vxlan tunnel : vxlans) {
      if (tunnel.settings().port() == port && tunnel.isUp()) {
        return true;
      }
    }
    return false;
  }

  /** The VXLAN links that are up, one per UDP port: links with the same port share a socket. */
  public List<Vxlan> listening() {
    Set<Integer> ports = new HashSet<>();
    return vxlans.stream()
        .filter(tunnel -> tunnel.isUp() && ports.add(tunnel.settings().port()))
        .toList();
  }

  /** The VXLAN link for outer packets that reach this namespace on a UDP port. */
  public Optional<Vxlan> vxlan(int port, int vni) {
    for (Vxlan tunnel : vxlans) {
      boolean takes = tunnel.settings().external() || tunnel.settings().vni() == vni;
      if (takes && tunnel.settings().port() == port) {
        return Optional.of(tunnel);
      }
    }
    return Optional.empty();
  }

  /** The IPIP link that accepts an outer packet; links with addresses of their own come first. */
  public Optional<Ipip> ipip(Ipv4Packet outer) {
    return ipips.stream()
        .filter(tunnel -> tunnel.takes(outer))
        .min(Comparator.comparing(tunnel -> tunnel.remote() == null));
  }

  void add(Ipip ipip) {
    List<Ipip> more = new ArrayList<>(ipips);
    more.add(ipip);
    ipips = List.copyOf(more);
  }

  void remove(Ipip ipip) {
    ipips = ipips.stream().filter(each -> each != ipip).toList();
  }

  void add(Vxlan vxlan) {
    List<Vxlan> more = new ArrayList<>(vxlans);
    more.add(vxlan);
    vxlans = List.copyOf(more);
  }

  void remove(Vxlan vxlan) {
    vxlans = vxlans.stream().filter(each -> each != vxlan).toList();
  }
}
