package dev.cnilab.userland.netfilter;

import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Mangling;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.MemoryMatch;
import dev.cnilab.netsim.iptables.match.OwnerMatch;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.netfilter.RejectAnswer;
import dev.cnilab.netsim.packet.Protocols;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.netfilter.rule.RuleAddresses;
import dev.cnilab.userland.process.ProgramException;
import java.util.Arrays;
import java.util.List;

/** Where a rule may be: some targets and matches are valid only in some tables and chains. */
final class RulePlace {
  private RulePlace() {}

  /**
   * Checks that a rule is valid in a chain, and that there is memory for it.
   *
   * @param operation the operation that the error message names
   * @throws ProgramException if its target or one of its links is invalid there, or if there is no
   *     memory
   */
  static void require(String operation, Table table, Chain chain, Rule rule)
      throws ProgramException {
    boolean builtIn = chain.policy().isPresent();
    if (table.name() == TableName.NAT && rule.target() instanceof Target.Drop) {
      throw IptablesFailure.inhibited();
    } else if (rule.target() instanceof Target.Jump jump && jump.chain().policy().isPresent()) {
      throw refused(operation, Errno.EOPNOTSUPP, chain);
    }
    if (builtIn) {
      requireLinks(chain, rule);
    }
    List<String> chains =
        switch (rule.target()) {
          case Target.DestinationNat nat -> List.of("PREROUTING", "OUTPUT");
          case Target.Redirect redirect -> List.of("PREROUTING", "OUTPUT");
          case Target.SourceNat nat -> List.of("POSTROUTING", "INPUT");
          case Target.Masquerade masquerade -> List.of("POSTROUTING");
          case Target.Reject reject -> List.of("INPUT", "FORWARD", "OUTPUT");
          default -> List.of(chain.name());
        };
    boolean fits =
        switch (rule.target()) {
          case Target.DestinationNat nat -> table.name() == TableName.NAT;
          case Target.Redirect redirect -> table.name() == TableName.NAT;
          case Target.SourceNat nat -> table.name() == TableName.NAT;
          case Target.Masquerade masquerade -> table.name() == TableName.NAT;
          case Target.Reject reject ->
              table.name() == TableName.FILTER && answers(rule, reject.with());
          case Target.NoTrack noTrack -> table.name() == TableName.RAW;
          case Target.Passing passing when passing.name().equals("CHECKSUM") ->
              table.name() == TableName.MANGLE;
          case Mangling.TimeToLive ttl -> table.name() == TableName.MANGLE;
          case Mangling.TypeOfService tos -> table.name() == TableName.MANGLE;
          case Mangling.CodePoint point -> table.name() == TableName.MANGLE;
          default -> true;
        };
    fits &= rule.matches().stream().allMatch(match -> fits(match, rule, chain));
    if (!fits || (builtIn && !chains.contains(chain.name()))) {
      throw refused(operation, Errno.EINVAL, chain);
    }
    try {
      table.requireRoom(rule.weight());
    } catch (ErrnoException outOfMemory) {
      throw refused(operation, outOfMemory.errno(), chain);
    }
  }

  private static ProgramException refused(String operation, Errno error, Chain chain) {
    return new ProgramException(
        4,
        IptablesFailure.VERSION
            + (":  " + operation + " failed (" + error.text() + "): rule in chain ")
            + chain.name());
  }

  /** Whether a match can work there: only some hooks know a sender, and ports need a protocol. */
  private static boolean fits(Match match, Rule rule, Chain chain) {
    if (match instanceof Match.Not not
        && Arrays.stream(RuleAddresses.values()).anyMatch(all -> all.isEverywhere(not.match()))) {
      return false;
    }
    return switch (match instanceof Match.Not not ? not.match() : match) {
      case MemoryMatch.Recent recent -> recent.isPossible();
      case OwnerMatch owner ->
          chain.policy().isEmpty() || List.of("OUTPUT", "POSTROUTING").contains(chain.name());
      case Match.Loaded loaded ->
          !List.of("tcp", "udp").contains(loaded.extension())
              || rule.matches()
                  .contains(new PacketMatch.Protocol(Protocols.number(loaded.extension())));
      default -> true;
    };
  }

  /** Whether the rule can be answered like this; a TCP reset requires TCP. */
  private static boolean answers(Rule rule, RejectAnswer answer) {
    return answer != RejectAnswer.TCP_RESET
        || rule.matches().contains(new PacketMatch.Protocol(TcpSegment.PROTOCOL));
  }

  /** Checks the links: the incoming and outgoing link of a packet are known only at some hooks. */
  private static void requireLinks(Chain chain, Rule rule) throws ProgramException {
    for (Match match : rule.matches()) {
      Match inner = match instanceof Match.Not not ? not.match() : match;
      boolean out = List.of("PREROUTING", "INPUT").contains(chain.name());
      boolean in = List.of("POSTROUTING", "OUTPUT").contains(chain.name());
      if ((inner instanceof PacketMatch.Out && out) || (inner instanceof PacketMatch.In && in)) {
        String option = inner instanceof PacketMatch.Out ? "-o" : "-i";
        throw IptablesFailure.usage("Can't use " + option + " with " + chain.name() + "\n");
      }
    }
  }
}
