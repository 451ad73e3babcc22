package dev.cnilab.netsim.nftables.expression;

import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.Datum;
import dev.cnilab.netsim.nftables.data.Span;
import dev.cnilab.netsim.nftables.data.Style;
import java.util.List;

/** A condition on a value that was read. */
public sealed interface RelationalExpression {
  boolean holds(List<Datum> read, Subject subject);

  /** The text that nft prints after the selector. */
  String text(List<DataType> types, Style style);

  /** {@code !=}. */
  record Not(RelationalExpression other) implements RelationalExpression {
    @Override
    public boolean holds(List<Datum> read, Subject subject) {
      return !other.holds(read, subject);
    }

    @Override
    public String text(List<DataType> types, Style style) {
      return "!= " + other.text(types, style);
    }
  }

  /** Equal to a value or in a range. */
  record In(List<Span> spans) implements RelationalExpression {
    public In {
      spans = List.copyOf(spans);
    }

    @Override
    public boolean holds(List<Datum> read, Subject subject) {
      for (int i = 0; i < spans.size(); i++) {
        if (!spans.get(i).contains(read.get(i))) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String text(List<DataType> types, Style style) {
      return DataType.text(types, spans, style);
    }
  }

  /** In a range that was written as a range, even if a prefix would be equivalent. */
  record Between(Span range) implements RelationalExpression {
    @Override
    public boolean holds(List<Datum> read, Subject subject) {
      return range.contains(read.getFirst());
    }

    @Override
    public String text(List<DataType> types, Style style) {
      DataType type = types.getFirst();
      return type.text(range.low(), style) + "-" + type.text(range.high(), style);
    }
  }

  /** One of these bits is set. */
  record AnyBit(long bits) implements RelationalExpression {
    @Override
    public boolean holds(List<Datum> read, Subject subject) {
      return read.getFirst() instanceof Datum.Bits number && (number.value() & bits) != 0;
    }

    @Override
    public String text(List<DataType> types, Style style) {
      return types.getFirst().text(Datum.of(bits), style);
    }
  }

  /** Greater or less than a limit. */
  record Ordered(Order order, long limit) implements RelationalExpression {
    /** The kind of comparison with the limit. */
    public enum Order {
      LESS("<"),
      LESS_OR_EQUAL("<="),
      GREATER(">"),
      GREATER_OR_EQUAL(">=");

      private final String sign;

      Order(String sign) {
        this.sign = sign;
      }

      /** The text in a rule. */
      @Override
      public String toString() {
        return sign;
      }
    }

    @Override
    public boolean holds(List<Datum> read, Subject subject) {
      if (!(read.getFirst() instanceof Datum.Bits number)) {
        return false;
      }
      int compared = Long.compareUnsigned(number.value(), limit);
      return switch (order) {
        case LESS -> compared < 0;
        case LESS_OR_EQUAL -> compared <= 0;
        case GREATER -> compared > 0;
        case GREATER_OR_EQUAL -> compared >= 0;
      };
    }

    @Override
    public String text(List<DataType> types, Style style) {
      return order + " " + types.getFirst().text(Datum.of(limit), style);
    }
  }

  /** An element of a set. */
  record Among(SetReference set) implements RelationalExpression {
    @Override
    public boolean holds(List<Datum> read, Subject subject) {
      return set.in(subject).find(read) != null;
    }

    @Override
    public String text(List<DataType> types, Style style) {
      return set.text(style);
    }
  }
}
