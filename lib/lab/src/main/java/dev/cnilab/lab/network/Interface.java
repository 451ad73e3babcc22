package dev.cnilab.lab.network;

import java.util.List;

/**
 * A network interface.
 *
 * @param index its index in its namespace
 * @param peer the peer as {@code ip} names it: {@code if5} if that is in another namespace, empty
 *     if there is none
 * @param flags {@code UP}, {@code LOWER_UP}, {@code NO-CARRIER}…
 * @param mtu in bytes
 * @param state the operational state: {@code UP}, {@code DOWN}, {@code LOWERLAYERDOWN}, {@code
 *     UNKNOWN}
 * @param master the bridge it is attached to, empty if none
 * @param mac hardware address, empty if it has none
 * @param addresses with prefix length: {@code 10.244.1.2/24}
 */
public record Interface(
    int index,
    String name,
    String peer,
    List<String> flags,
    int mtu,
    String state,
    String master,
    String mac,
    List<String> addresses) {

  public Interface {
    flags = List.copyOf(flags);
    addresses = List.copyOf(addresses);
  }

  /** Whether it is administratively up. */
  public boolean isUp() {
    return flags.contains("UP");
  }

  /** Whether it has a carrier, for a veth pair that the peer is up too. */
  public boolean hasCarrier() {
    return flags.contains("LOWER_UP");
  }

  /** The index of the peer in its own namespace; 0 if {@code ip} does not show it. */
  public int peerIndex() {
    return peer.matches("if\\d+") ? Integer.parseInt(peer.substring(2)) : 0;
  }

  /** The first IPv4 address without its prefix length, empty if there is none. */
  public String ipv4() {
    return addresses.stream()
        .filter(address -> address.contains("."))
        .map(address -> address.replaceAll("/.*", ""))
        .findFirst()
        .orElse("");
  }
}
