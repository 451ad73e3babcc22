package dev.cnilab.netsim.nftables.expression;

import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.Datum;
import dev.cnilab.netsim.nftables.data.Style;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A field with some of its bits changed, as {@code meta mark & 0x4000}. */
public record Bitwise(Selector field, Operation operation, long operand) implements Selector {
  /** The operation on the bits. */
  public enum Operation {
    AND("&"),
    OR("|"),
    XOR("^");

    private final String sign;

    Operation(String sign) {
      this.sign = sign;
    }

    /** The text in a rule. */
    @Override
    public String toString() {
      return sign;
    }
  }

  @Override
  public List<DataType> types() {
    return field.types();
  }

  @Override
  public @Nullable List<Datum> read(Subject subject) {
    List<Datum> read = field.read(subject);
    if (read == null || !(read.getFirst() instanceof Datum.Bits number)) {
      return null;
    }
    long value = number.value();
    return List.of(
        Datum.of(
            switch (operation) {
              case AND -> value & operand;
              case OR -> value | operand;
              case XOR -> value ^ operand;
            }));
  }

  @Override
  public String text(Style style) {
    return field.text(style)
        + (" " + operation + " ")
        + types().getFirst().text(Datum.of(operand), style);
  }
}
