package dev.cnilab.netsim.nftables;

import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.Datum;
import dev.cnilab.netsim.nftables.data.ElementSet;
import dev.cnilab.netsim.nftables.data.Style;
import dev.cnilab.netsim.nftables.expression.HeaderField;
import dev.cnilab.netsim.nftables.expression.KernelField;
import dev.cnilab.netsim.nftables.expression.RelationalExpression;
import dev.cnilab.netsim.nftables.expression.SetReference;
import dev.cnilab.netsim.nftables.statement.Statement;
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
      if (i + 1 == statements.size() || !isImplied(statements.get(i), statements.get(i + 1))) {
        parts.add(statements.get(i).text(style));
      }
    }
    if (!comment.isEmpty()) {
      parts.add("comment \"" + comment + "\"");
    }
    return String.join(" ", parts);
  }

  /** Whether the first statement is implied, because the next one reads that protocol's header. */
  private static boolean isImplied(Statement first, Statement next) {
    return first instanceof Statement.Match(var selector, RelationalExpression.In(var spans))
        && (selector == KernelField.L4PROTO || selector == HeaderField.IP_PROTOCOL)
        && next instanceof Statement.Match(HeaderField field, var comparison)
        && field.types().getFirst() != DataType.INET_PROTO
        && spans.getFirst().low().equals(Datum.of(field.protocol()))
        && spans.getFirst().isSingle();
  }
}
