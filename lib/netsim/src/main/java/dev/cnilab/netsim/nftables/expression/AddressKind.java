package dev.cnilab.netsim.nftables.expression;

import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.Datum;
import dev.cnilab.netsim.nftables.data.Style;
import dev.cnilab.netsim.route.RouteType;
import java.util.List;

/**
 * {@code fib saddr type}, {@code fib daddr type}: the type of an address according to the routes.
 */
public enum AddressKind implements Selector {
  SADDR,
  DADDR;

  @Override
  public List<DataType> types() {
    return List.of(DataType.FIB_ADDRTYPE);
  }

  @Override
  public List<Datum> read(Subject subject) {
    RouteType type =
        subject
            .surroundings()
            .typeOf(this == SADDR ? subject.packet().source() : subject.packet().destination());
    return List.of(
        Datum.of(
            switch (type) {
              case UNICAST -> 1;
              case LOCAL -> 2;
              case BROADCAST -> 3;
              case MULTICAST -> 5;
              case BLACKHOLE -> 6;
              case UNREACHABLE -> 7;
              case PROHIBIT -> 8;
              case THROW -> 9;
            }));
  }

  @Override
  public String text(Style style) {
    return this == SADDR ? "fib saddr type" : "fib daddr type";
  }
}
