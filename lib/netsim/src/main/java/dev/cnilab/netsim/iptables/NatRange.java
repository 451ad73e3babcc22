package dev.cnilab.netsim.iptables;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.iptables.subject.PortRange;
import java.util.Optional;
import java.util.Set;

/**
 * What one end of a connection may become (struct nf_nat_range2). Its text is what {@code iptables
 * -S} prints after {@code --to-destination} and the like.
 *
 * @param addresses the addresses to choose from; empty to keep the present one
 * @param ports the ports to choose from; empty to keep the present one if it is free
 * @param flags how they are chosen; not part of the text
 */
public record NatRange(
    Optional<Addresses> addresses, Optional<PortRange> ports, Set<NatFlag> flags) {
  /** A range without flags. */
  public NatRange(Optional<Addresses> addresses, Optional<PortRange> ports) {
    this(addresses, ports, Set.of());
  }

  /** The same range with other flags. */
  public NatRange with(Set<NatFlag> newFlags) {
    return new NatRange(addresses, ports, Set.copyOf(newFlags));
  }

  /** Addresses from the first to the last, both included. */
  public record Addresses(Ipv4Address first, Ipv4Address last) {
    public static Addresses of(Ipv4Address only) {
      return new Addresses(only, only);
    }

    @Override
    public String toString() {
      return first.equals(last) ? first.toString() : first + "-" + last;
    }
  }

  /** One address and, if given, one port. */
  public static NatRange of(Ipv4Address address, Optional<Integer> port) {
    return new NatRange(Optional.of(Addresses.of(address)), port.map(PortRange::of));
  }

  @Override
  public String toString() {
    return addresses.map(Addresses::toString).orElse("")
        + ports.map(range -> ":" + range.text('-')).orElse("");
  }
}
