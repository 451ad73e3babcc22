package dev.cnilab.userland.netfilter.nft.parser;

import dev.cnilab.netsim.netfilter.RejectAnswer;
import dev.cnilab.netsim.nftables.data.Datum;
import dev.cnilab.netsim.nftables.data.Span;
import dev.cnilab.netsim.nftables.expression.Bitwise;
import dev.cnilab.netsim.nftables.expression.Concatenation;
import dev.cnilab.netsim.nftables.expression.HeaderField;
import dev.cnilab.netsim.nftables.expression.KernelField;
import dev.cnilab.netsim.nftables.expression.RelationalExpression;
import dev.cnilab.netsim.nftables.expression.Selector;
import dev.cnilab.netsim.nftables.statement.Statement;
import dev.cnilab.netsim.packet.TcpSegment;
import java.util.List;

/** The condition that {@code reject with tcp reset} brings along (stmt_evaluate_reject). */
final class ResetCondition {
  static final Statement RESET = new Statement.Reject(RejectAnswer.TCP_RESET);

  private static final Statement IS_TCP =
      new Statement.Match(
          KernelField.L4PROTO,
          new RelationalExpression.In(List.of(Span.of(Datum.of(TcpSegment.PROTOCOL)))));

  private ResetCondition() {}

  /** Adds the condition to a rule that resets connections and does not ask for the protocol. */
  static void complete(List<Statement> statements) {
    if (statements.contains(RESET)
        && statements.stream().noneMatch(ResetCondition::knowsProtocol)) {
      statements.addFirst(IS_TCP);
    }
  }

  private static boolean knowsProtocol(Statement statement) {
    return switch (statement) {
      case Statement.Match match -> isOfTransport(match.selector());
      case Statement.LookUp lookUp -> isOfTransport(lookUp.selector());
      default -> false;
    };
  }

  private static boolean isOfTransport(Selector selector) {
    return switch (selector) {
      case HeaderField field -> field == HeaderField.IP_PROTOCOL || field.protocol() != 0;
      case KernelField field -> field == KernelField.L4PROTO;
      case Bitwise arithmetic -> isOfTransport(arithmetic.field());
      case Concatenation several ->
          several.parts().stream().anyMatch(ResetCondition::isOfTransport);
      default -> false;
    };
  }
}
