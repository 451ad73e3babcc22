package dev.cnilab.userland.netfilter.rule.parser;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.iptables.NatRange;
import dev.cnilab.netsim.iptables.subject.PortRange;
import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.netfilter.rule.PortNames;
import dev.cnilab.userland.netfilter.rule.RuleValues;
import dev.cnilab.userland.process.ProgramException;
import java.util.Optional;

/** The values of {@code --to-destination}, {@code --to-source} and {@code --to-ports}. */
final class NatWords {
  private NatWords() {}

  /**
   * Addresses and ports, either of which may be missing: {@code 10.0.0.1-10.0.0.9:80-90}.
   *
   * @throws ProgramException if it is invalid
   */
  static NatRange range(String text) throws ProgramException {
    int colon = text.indexOf(':');
    String addresses = colon < 0 ? text : text.substring(0, colon);
    Optional<PortRange> ports =
        colon < 0 ? Optional.empty() : Optional.of(ports(text.substring(colon + 1)));
    if (addresses.isEmpty() && ports.isPresent()) {
      return new NatRange(Optional.empty(), ports);
    }
    String[] ends = addresses.split("-", 2);
    Ipv4Address first = address(ends[0]);
    Ipv4Address last = ends.length == 1 ? first : address(ends[1]);
    return new NatRange(Optional.of(new NatRange.Addresses(first, last)), ports);
  }

  private static Ipv4Address address(String text) throws ProgramException {
    return Ipv4Address.read(text)
        .orElseThrow(() -> IptablesFailure.usage("Bad IP address \"" + text + "\""));
  }

  /**
   * A port, or a range with a hyphen.
   *
   * @throws ProgramException if it is invalid
   */
  static PortRange ports(String text) throws ProgramException {
    String[] ends = text.split("-", 2);
    int first = port(ends[0]);
    int last = ends.length == 1 ? first : port(ends[1]);
    if (first > last) {
      throw IptablesFailure.usage("Port range `" + ends[1] + "' funky");
    }
    return new PortRange(first, last);
  }

  private static int port(String text) throws ProgramException {
    Optional<Integer> known = PortNames.number(text);
    return known.isPresent()
        ? known.get()
        : RuleValues.number(text, 65535, "Port `" + text + "' not valid");
  }
}
