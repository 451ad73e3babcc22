package dev.cnilab.netsim.nftables.data;

import java.util.List;

/** What an element of a map maps to. */
public sealed interface Mapped permits RuleVerdict, Mapped.Value {
  /** A value, or a concatenation of several. */
  record Value(List<DataType> types, List<Datum> data) implements Mapped {
    public Value {
      types = List.copyOf(types);
      data = List.copyOf(data);
    }
  }

  /** The text that nft prints after the colon. */
  default String text(Style style) {
    return switch (this) {
      case RuleVerdict verdict -> verdict.toString();
      case Value value ->
          DataType.text(value.types(), value.data().stream().map(Span::of).toList(), style);
    };
  }
}
