package dev.cnilab.netsim.nftables.statement;

import dev.cnilab.netsim.netfilter.Counters;
import dev.cnilab.netsim.netfilter.PacketLogLine;
import dev.cnilab.netsim.netfilter.RejectAnswer;
import dev.cnilab.netsim.nftables.data.Datum;
import dev.cnilab.netsim.nftables.data.Element;
import dev.cnilab.netsim.nftables.data.RuleVerdict;
import dev.cnilab.netsim.nftables.data.Style;
import dev.cnilab.netsim.nftables.expression.Bitwise;
import dev.cnilab.netsim.nftables.expression.RelationalExpression;
import dev.cnilab.netsim.nftables.expression.Selector;
import dev.cnilab.netsim.nftables.expression.SetReference;
import dev.cnilab.netsim.nftables.expression.Subject;
import dev.cnilab.netsim.packet.TcpSegment;
import java.util.List;

/** A part of a rule; if it does not match, the rest of the rule is skipped. */
public sealed interface Statement
    permits Statement.Match,
        Statement.Say,
        Statement.LookUp,
        Statement.Count,
        Statement.Log,
        Statement.Reject,
        RateLimit,
        PacketChange,
        SetUpdate,
        Translate {
  Result run(Subject subject);

  /** The text that nft prints. */
  String text(Style style);

  /** Matches if the value that is read satisfies the comparison. */
  record Match(Selector selector, RelationalExpression comparison) implements Statement {
    @Override
    public Result run(Subject subject) {
      List<Datum> read = selector.read(subject);
      return read != null && comparison.holds(read, subject) ? Result.NEXT : Result.BREAK;
    }

    @Override
    public String text(Style style) {
      if (selector instanceof Bitwise(var flags, var operation, long mask)
          && operation == Bitwise.Operation.AND
          && comparison instanceof RelationalExpression.In
          && flags.types().getFirst().isBits()) {
        return flags.text(style)
            + (" " + comparison.text(flags.types(), style) + " / ")
            + flags.types().getFirst().text(Datum.of(mask), style);
      }
      boolean equality =
          selector instanceof Bitwise && comparison instanceof RelationalExpression.In;
      return selector.text(style)
          + (equality ? " == " : " ")
          + comparison.text(selector.types(), style);
    }
  }

  /** A verdict. */
  record Say(RuleVerdict verdict) implements Statement {
    @Override
    public Result run(Subject subject) {
      return new Result.Decided(verdict);
    }

    @Override
    public String text(Style style) {
      return verdict.toString();
    }
  }

  /** The statement vmap: looks up a verdict in a map. */
  record LookUp(Selector selector, SetReference map) implements Statement {
    @Override
    public Result run(Subject subject) {
      List<Datum> read = selector.read(subject);
      Element found = read == null ? null : map.in(subject).find(read);
      return found != null && found.mapped() instanceof RuleVerdict verdict
          ? new Result.Decided(verdict)
          : Result.BREAK;
    }

    @Override
    public String text(Style style) {
      return selector.text(style) + " vmap " + map.text(style);
    }
  }

  /** The statement counter. */
  record Count(Counters counters) implements Statement {
    @Override
    public Result run(Subject subject) {
      counters.count(subject.packet().length());
      return Result.NEXT;
    }

    @Override
    public String text(Style style) {
      return style.has(Style.Option.STATELESS)
          ? "counter"
          : "counter packets " + counters.packets() + " bytes " + counters.bytes();
    }
  }

  /**
   * Writes a line to the kernel log.
   *
   * @param level its name in nft; "" for a warning
   */
  record Log(String prefix, String level) implements Statement {
    @Override
    public Result run(Subject subject) {
      subject.surroundings().log(PacketLogLine.of(prefix, subject.skb(), subject.at()));
      return Result.NEXT;
    }

    @Override
    public String text(Style style) {
      return "log"
          + (prefix.isEmpty() ? "" : " prefix \"" + prefix + "\"")
          + (level.isEmpty() ? "" : " level " + level);
    }
  }

  /** The packet is answered and dropped. */
  record Reject(RejectAnswer with) implements Statement {
    @Override
    public Result run(Subject subject) {
      if (with == RejectAnswer.TCP_RESET && !(subject.packet().payload() instanceof TcpSegment)) {
        return Result.BREAK;
      }
      subject.surroundings().reject(subject.skb(), subject.at(), with);
      return new Result.Rejected();
    }

    @Override
    public String text(Style style) {
      return switch (with) {
        case ICMP_PORT_UNREACHABLE -> "reject";
        case TCP_RESET -> "reject with tcp reset";
        case ICMP_NET_UNREACHABLE -> with(style, "net-unreachable", 0);
        case ICMP_HOST_UNREACHABLE -> with(style, "host-unreachable", 1);
        case ICMP_PROTO_UNREACHABLE -> with(style, "prot-unreachable", 2);
        case ICMP_NET_PROHIBITED -> with(style, "net-prohibited", 9);
        case ICMP_HOST_PROHIBITED -> with(style, "host-prohibited", 10);
        case ICMP_ADMIN_PROHIBITED -> with(style, "admin-prohibited", 13);
      };
    }

    private static String with(Style style, String name, int code) {
      return "reject with icmp " + (style.has(Style.Option.NUMERIC) ? "" + code : name);
    }
  }
}
