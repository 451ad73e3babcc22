package dev.cnilab.userland.netfilter.listing;

import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.iptables.match.HeaderMatch;
import dev.cnilab.netsim.iptables.subject.PortRange;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The wording of header conditions in {@code iptables -L}, which differs by extension. */
final class HeaderWords {
  private HeaderWords() {}

  /**
   * The text with a space before it.
   *
   * @param not an exclamation mark if the condition is negated, otherwise empty
   */
  static String of(HeaderMatch match, String not, Function<PortRange, String> range) {
    String apart = not.isEmpty() ? "" : not + " ";
    return switch (match) {
      case HeaderMatch.Fragmented inItsOwnColumn -> "";
      case HeaderMatch.Length length -> " length " + not + length.bytes();
      case HeaderMatch.Text text ->
          " STRING match "
              + (not + " " + text.quoted() + " ALGO name " + text.algorithm())
              + (text.from() == 0 ? "" : " FROM " + text.from())
              + (text.to() == HeaderMatch.Text.LAST ? "" : " TO " + text.to())
              + (text.ignoresCase() ? " ICASE" : "");
      case HeaderMatch.TimeToLive ttl -> " TTL match TTL " + sign(ttl, not) + " " + ttl.ttl();
      case HeaderMatch.PacketType type ->
          " PKTTYPE " + (not.isEmpty() ? "= " : "!= ") + type.toString().substring(11);
      case HeaderMatch.MacSource mac -> " MAC " + apart + mac.address();
      case HeaderMatch.AddressRange addresses ->
          (addresses.end() == Translation.SOURCE ? " source" : " destination")
              + (" IP range " + apart + addresses.range());
      case HeaderMatch.AnyPort ports ->
          " multiport ports "
              + (not.isEmpty() ? "" : " !")
              + ports.ranges().stream().map(range).collect(Collectors.joining(","));
      case HeaderMatch.ConnectionMark mark ->
          " connmark match " + (not.isEmpty() ? " " : not + " ") + mark.toString().substring(7);
    };
  }

  private static String sign(HeaderMatch.TimeToLive ttl, String not) {
    return switch (ttl.comparison()) {
      case EQ -> not.isEmpty() ? "==" : "!=";
      case LT -> "<";
      case GT -> ">";
    };
  }
}
