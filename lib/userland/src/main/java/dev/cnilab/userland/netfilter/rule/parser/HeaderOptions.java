package dev.cnilab.userland.netfilter.rule.parser;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.iptables.match.BridgeMatch;
import dev.cnilab.netsim.iptables.match.HeaderMatch;
import dev.cnilab.netsim.iptables.match.HeaderMatch.TimeToLive.Comparison;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.subject.PortRange;
import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.netfilter.rule.IptablesWords;
import dev.cnilab.userland.netfilter.rule.RuleValues;
import dev.cnilab.userland.process.ProgramException;
import java.util.List;
import java.util.Optional;

/** The options of the extensions that match packet headers. */
final class HeaderOptions {
  /** These extensions. */
  static final List<String> EXTENSIONS =
      List.of("length", "ttl", "pkttype", "mac", "iprange", "physdev", "connmark");

  private static final int LONGEST_PACKET = 65535;

  private HeaderOptions() {}

  /**
   * Parses the condition of an option.
   *
   * @param loaded the extensions that were named: {@code --mark} is an option of two
   * @return empty if the option is none of these
   * @throws ProgramException if its value is invalid
   */
  static Optional<Match> match(String option, IptablesWords words, List<String> loaded)
      throws ProgramException {
    return Optional.ofNullable(
        switch (option) {
          case "-f", "--fragments" -> new HeaderMatch.Fragmented();
          case "--length" -> new HeaderMatch.Length(length(words.valueOf(option)));
          case "--ttl-eq" -> ttl(Comparison.EQ, words.valueOf(option));
          case "--ttl-lt" -> ttl(Comparison.LT, words.valueOf(option));
          case "--ttl-gt" -> ttl(Comparison.GT, words.valueOf(option));
          case "--pkt-type" ->
              new HeaderMatch.PacketType(
                  RuleValues.constant(
                      HeaderMatch.PacketType.Kind.class,
                      words.valueOf(option),
                      "Unknown packet type"));
          case "--mac-source" -> new HeaderMatch.MacSource(mac(words.valueOf(option)));
          case "--src-range" -> range(Translation.SOURCE, words.valueOf(option));
          case "--dst-range" -> range(Translation.DESTINATION, words.valueOf(option));
          case "--physdev-in" -> new BridgeMatch.In(words.valueOf(option));
          case "--physdev-out" -> new BridgeMatch.Out(words.valueOf(option));
          case "--physdev-is-in" -> new BridgeMatch.Entered();
          case "--physdev-is-out" -> new BridgeMatch.Leaving();
          case "--physdev-is-bridged" -> new BridgeMatch.Bridged();
          case "--ports" -> new HeaderMatch.AnyPort(RuleValues.ranges(words.valueOf(option)));
          case "--mark" ->
              loaded.contains("connmark") ? connectionMark(words.valueOf(option)) : null;
          default -> null;
        });
  }

  private static PortRange length(String text) throws ProgramException {
    String[] ends = text.split(":", 2);
    String problem = "length: bad value for option \"--length\", or out of range (0-65535).";
    int first = ends[0].isEmpty() ? 0 : RuleValues.number(ends[0], LONGEST_PACKET, problem);
    if (ends.length == 1) {
      return new PortRange(first, first);
    }
    return new PortRange(
        first,
        ends[1].isEmpty() ? LONGEST_PACKET : RuleValues.number(ends[1], LONGEST_PACKET, problem));
  }

  private static Match ttl(Comparison comparison, String text) throws ProgramException {
    return new HeaderMatch.TimeToLive(
        comparison, RuleValues.number(text, 255, "ttl: Expected value between 0 and 255"));
  }

  private static MacAddress mac(String text) throws ProgramException {
    try {
      return MacAddress.parse(text);
    } catch (IllegalArgumentException notAnAddress) {
      throw IptablesFailure.usage("Invalid MAC address specified.");
    }
  }

  private static Match range(Translation end, String text) throws ProgramException {
    String[] ends = text.split("-", 2);
    Optional<Ipv4Address> first = Ipv4Address.read(ends[0]);
    Optional<Ipv4Address> last = ends.length == 1 ? first : Ipv4Address.read(ends[1]);
    if (first.isEmpty() || last.isEmpty()) {
      throw IptablesFailure.usage("iprange: Bad value for option: \"" + text + "\"");
    }
    return new HeaderMatch.AddressRange(end, first.get(), last.get());
  }

  private static Match connectionMark(String text) throws ProgramException {
    String[] parts = text.split("/", 2);
    int mask = parts.length == 1 ? -1 : RuleValues.word(parts[1], "connmark: --mark");
    return new HeaderMatch.ConnectionMark(RuleValues.word(parts[0], "connmark: --mark"), mask);
  }
}
