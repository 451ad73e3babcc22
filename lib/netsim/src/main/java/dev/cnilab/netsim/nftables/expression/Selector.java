package dev.cnilab.netsim.nftables.expression;

import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.Datum;
import dev.cnilab.netsim.nftables.data.Style;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rule reads from a packet, its connection or its surroundings. */
public sealed interface Selector
    permits HeaderField, KernelField, AddressKind, Concatenation, Bitwise, NumberGenerator {
  /** The types of the value; several for a concatenation. */
  List<DataType> types();

  /** Reads the value; null if the packet has none, so that no rule that asks for it matches. */
  @Nullable List<Datum> read(Subject subject);

  /** The text that nft prints. */
  String text(Style style);
}
