package dev.cnilab.userland.netfilter.rule.parser;

import dev.cnilab.netsim.iptables.match.ConnectionMatch;
import dev.cnilab.netsim.iptables.match.ConnectionMatch.Direction.Way;
import dev.cnilab.netsim.iptables.match.ConnectionMatch.End;
import dev.cnilab.netsim.iptables.match.ConnectionMatch.Status.Flag;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.packet.Protocols;
import dev.cnilab.userland.netfilter.rule.IptablesWords;
import dev.cnilab.userland.netfilter.rule.RuleValues;
import dev.cnilab.userland.process.ProgramException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The options of the extension conntrack beside the state. */
final class ConnectionOptions {
  private ConnectionOptions() {}

  /**
   * Parses the condition of an option.
   *
   * @return empty if the option is none of these
   * @throws ProgramException if its value is invalid
   */
  static Optional<Match> match(String option, IptablesWords words) throws ProgramException {
    for (End end : End.values()) {
      if (option.equals(end.toString())) {
        return Optional.of(
            new ConnectionMatch.Address(end, RuleValues.prefix(words.valueOf(option))));
      } else if (option.equals(end + "port")) {
        return Optional.of(new ConnectionMatch.Port(end, RuleValues.ports(words.valueOf(option))));
      }
    }
    return switch (option) {
      case "--ctproto" ->
          Optional.of(new ConnectionMatch.Protocol(protocol(words.valueOf(option))));
      case "--ctstatus" -> Optional.of(new ConnectionMatch.Status(flags(words.valueOf(option))));
      case "--ctexpire" -> Optional.of(expiry(words.valueOf(option)));
      case "--ctdir" -> {
        String way = words.valueOf(option);
        yield Optional.of(
            new ConnectionMatch.Direction(
                RuleValues.constant(
                    Way.class,
                    way,
                    "conntrack: Bad value for \"--ctdir\" option: \"" + way + "\"")));
      }
      default -> Optional.empty();
    };
  }

  private static int protocol(String text) throws ProgramException {
    int number = Protocols.number(text.toLowerCase(Locale.ROOT));
    return number >= 0
        ? number
        : RuleValues.number(text, 255, "unknown protocol \"" + text + "\" specified");
  }

  private static Set<Flag> flags(String text) throws ProgramException {
    Set<Flag> flags = EnumSet.noneOf(Flag.class);
    for (String name : text.split(",", -1)) {
      if (!name.equalsIgnoreCase("NONE")) {
        flags.add(RuleValues.constant(Flag.class, name, "Bad ctstatus \"" + name + "\""));
      }
    }
    return flags;
  }

  private static Match expiry(String text) throws ProgramException {
    String problem = "conntrack: bad value for option \"--ctexpire\", or out of range.\n";
    String[] ends = text.split(":", 2);
    int first = RuleValues.number(ends[0], Integer.MAX_VALUE, problem);
    int last = ends.length == 1 ? first : RuleValues.number(ends[1], Integer.MAX_VALUE, problem);
    return new ConnectionMatch.Expiry(first, last);
  }
}
