package dev.cnilab.conformance.netpol.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;

/** Addresses outside the cluster, both ends included, as unsigned numbers. */
record OutsideAddresses(long first, long last) {
  static final OutsideAddresses ALL = new OutsideAddresses(0, 0xffffffffL);

  static OutsideAddresses read(JsonNode json) {
    return new OutsideAddresses(
        number(Ipv4Address.parse(json.get(0).asText())),
        number(Ipv4Address.parse(json.get(1).asText())));
  }

  static OutsideAddresses of(Ipv4Prefix prefix) {
    return new OutsideAddresses(number(prefix.network().address()), number(prefix.broadcast()));
  }

  private static long number(Ipv4Address address) {
    return Integer.toUnsignedLong(address.bits());
  }

  boolean contains(OutsideAddresses other) {
    return first <= other.first && other.last <= last;
  }

  /** An address that represents all of them, if no policy tells them apart. */
  Ipv4Address representative() {
    return new Ipv4Address((int) first);
  }

  @Override
  public String toString() {
    return representative() + "-" + new Ipv4Address((int) last);
  }
}
