package dev.cnilab.netsim.nftables.expression;

import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.Datum;
import dev.cnilab.netsim.nftables.data.Style;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is read of a packet, its connection or its surroundings. */
public sealed interface Selector
    permits HeaderField, KernelField, AddressKind, Concatenation, Arithmetic, NumberGenerator {
  /** The types of what is read; several of a concatenation. */
  List<DataType> types();

  /** Reads it; null if the packet has no such thing, so that no rule that asks for it applies. */
  @Nullable List<Datum> read(Subject subject);

  /** As nft prints it. */
  String text(Style style);
}
