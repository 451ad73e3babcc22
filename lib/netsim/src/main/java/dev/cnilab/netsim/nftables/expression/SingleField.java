package dev.cnilab.netsim.nftables.expression;

import dev.cnilab.netsim.nftables.data.Datum;
import org.jspecify.annotations.Nullable;

/** Reads one value; null if there is none. */
@FunctionalInterface
interface SingleField {
  @Nullable Datum of(Subject subject);

  static @Nullable Datum number(int value) {
    return value < 0 ? null : Datum.of(value);
  }
}
