package dev.cnilab.netsim.nftables;

import dev.cnilab.netsim.netfilter.RejectAnswer;
import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.Datum;
import dev.cnilab.netsim.nftables.data.ElementSet;
import dev.cnilab.netsim.nftables.data.Style;
import dev.cnilab.netsim.nftables.expression.HeaderField;
import dev.cnilab.netsim.nftables.expression.KernelField;
import dev.cnilab.netsim.nftables.expression.RelationalExpression;
import dev.cnilab.netsim.nftables.expression.SetReference;
import dev.cnilab.netsim.nftables.statement.Statement;
import dev.cnilab.netsim.packet.TcpSegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A rule: its statements run from left to right until one does not match.
 *
 * @param handle identifies it for deletion; unique in its table
 * @param comment "" for none
 */
public record NftRule(long handle, List<Statement> statements, String comment) {
  public NftRule {
    statements = List.copyOf(statements);
  }

  /** What it counts for in memory: itself and the elements of its anonymous sets. */
  long weight() {
    return 1
        + statements.stream()
            .flatMap(statement -> References.set(statement).stream())
            .mapToLong(
                set -> set instanceof SetReference.Anonymous(ElementSet own) ? own.size() : 0)
            .sum();
  }

  /** The rule as nft lists it, without its handle. */
  public String text(Style style) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < statements.size(); i++) {
      if (!isImplied(i)) {
        parts.add(statements.get(i).text(style));
      }
    }
    if (!comment.isEmpty()) {
      parts.add("comment \"" + comment + "\"");
    }
    return String.join(" ", parts);
  }

  /**
   * Whether a statement is implied, because the next one reads that protocol's header or a TCP
   * reset follows.
   */
  private boolean isImplied(int index) {
    return statements.get(index)
            instanceof Statement.Match(var selector, RelationalExpression.In(var spans))
        && (selector == KernelField.L4PROTO || selector == HeaderField.IP_PROTOCOL)
        && spans.getFirst().isSingle()
        && index + 1 < statements.size()
        && (reads(statements.get(index + 1), spans.getFirst().low())
            || (spans.getFirst().low().equals(Datum.of(TcpSegment.PROTOCOL))
                && isBeforeReset(index + 1)));
  }

  private static boolean reads(Statement statement, Datum protocol) {
    return statement instanceof Statement.Match(HeaderField field, var comparison)
        && field.types().getFirst() != DataType.INET_PROTO
        && protocol.equals(Datum.of(field.protocol()));
  }

  /** Whether only conditions on headers are between a statement and a TCP reset. */
  private boolean isBeforeReset(int index) {
    return statements.stream()
        .skip(index)
        .dropWhile(
            each ->
                each instanceof Statement.Match match && match.selector() instanceof HeaderField)
        .findFirst()
        .filter(new Statement.Reject(RejectAnswer.TCP_RESET)::equals)
        .isPresent();
  }
}
