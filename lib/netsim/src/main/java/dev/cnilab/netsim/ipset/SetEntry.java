package dev.cnilab.netsim.ipset;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.packet.Protocols;
import java.util.Locale;

/** An entry of a set. Its text is what {@code ipset list} prints. */
public sealed interface SetEntry {
  /** An address of a set hash:ip. */
  record Address(Ipv4Address address) implements SetEntry {
    @Override
    public String toString() {
      return address.toString();
    }
  }

  /**
   * A prefix of a set hash:net.
   *
   * @param nomatch whether addresses in it count as not in the set
   */
  record Net(Ipv4Prefix prefix, boolean nomatch) implements SetEntry {
    /** The other entry of the same prefix, beside which this one cannot be. */
    Net opposite() {
      return new Net(prefix, !nomatch);
    }

    @Override
    public String toString() {
      String text = prefix.length() == 32 ? prefix.address().toString() : prefix.toString();
      return nomatch ? text + " nomatch" : text;
    }
  }

  /**
   * An address and a port of a set hash:ip,port.
   *
   * @param protocol the protocol number of the IP header
   */
  record AddressPort(Ipv4Address address, int protocol, int port) implements SetEntry {
    @Override
    public String toString() {
      return address + "," + Protocols.name(protocol).toLowerCase(Locale.ROOT) + ":" + port;
    }
  }

  /** A set of a set list:set, by its name. */
  record Member(String set) implements SetEntry {
    @Override
    public String toString() {
      return set;
    }
  }
}
