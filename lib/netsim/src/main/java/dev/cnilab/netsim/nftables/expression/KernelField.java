package dev.cnilab.netsim.nftables.expression;

import dev.cnilab.netsim.conntrack.Connection;
import dev.cnilab.netsim.conntrack.Tracked;
import dev.cnilab.netsim.conntrack.tuple.ConnectionDirection;
import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.Datum;
import dev.cnilab.netsim.nftables.data.Style;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the kernel knows about a packet apart from its headers. */
@SuppressWarnings("ImmutableEnumChecker") // lambdas without state
public enum KernelField implements Selector {
  MARK("meta mark", DataType.MARK, s -> mark(s.skb().mark())),
  L4PROTO("meta l4proto", DataType.INET_PROTO, s -> Datum.of(s.packet().protocol())),
  NFPROTO("meta nfproto", DataType.NF_PROTO, s -> Datum.of(2)),
  PROTOCOL("meta protocol", DataType.ETHER_TYPE, s -> Datum.of(0x0800)),
  LENGTH("meta length", DataType.INTEGER, s -> Datum.of(s.packet().length())),
  IIFNAME("iifname", DataType.IFNAME, s -> name(s.at().in())),
  OIFNAME("oifname", DataType.IFNAME, s -> name(s.at().out())),
  IIF("iif", DataType.IFACE_INDEX, s -> name(s.at().in())),
  OIF("oif", DataType.IFACE_INDEX, s -> name(s.at().out())),
  CT_STATE("ct state", DataType.CT_STATE, s -> Datum.of(state(s.tracked()))),
  CT_STATUS("ct status", DataType.CT_STATUS, s -> status(s.tracked().connection())),
  CT_MARK("ct mark", DataType.MARK, KernelField::connectionMark),
  CT_DIRECTION("ct direction", DataType.CT_DIR, KernelField::direction);

  private static final int ANSWERED = 2;
  private static final int ASSURED = 4;
  private static final int SOURCE_NAT = 16;
  private static final int DESTINATION_NAT = 32;

  private final String text;
  private final DataType type;
  private final SingleField field;

  KernelField(String text, DataType type, SingleField field) {
    this.text = text;
    this.type = type;
    this.field = field;
  }

  /** Whether it requires connection tracking. */
  public boolean isOfConnection() {
    return text.startsWith("ct ");
  }

  @Override
  public List<DataType> types() {
    return List.of(type);
  }

  @Override
  public @Nullable List<Datum> read(Subject subject) {
    Datum datum = field.of(subject);
    return datum == null ? null : List.of(datum);
  }

  @Override
  public String text(Style style) {
    return text;
  }

  private static Datum mark(int mark) {
    return Datum.of(Integer.toUnsignedLong(mark));
  }

  private static @Nullable Datum name(@Nullable Link link) {
    return link == null ? null : new Datum.Name(link.name());
  }

  private static long state(Tracked tracked) {
    return switch (tracked.state()) {
      case INVALID -> 1;
      case ESTABLISHED -> 2;
      case RELATED -> 4;
      case NEW -> 8;
      case UNTRACKED -> 64;
    };
  }

  private static @Nullable Datum status(@Nullable Connection connection) {
    if (connection == null) {
      return null;
    }
    int bits = connection.isAnswered() ? ANSWERED : 0;
    bits |= connection.isAssured() ? ASSURED : 0;
    bits |= connection.isTranslated(Translation.SOURCE) ? SOURCE_NAT : 0;
    bits |= connection.isTranslated(Translation.DESTINATION) ? DESTINATION_NAT : 0;
    return Datum.of(bits);
  }

  private static @Nullable Datum connectionMark(Subject subject) {
    Connection connection = subject.tracked().connection();
    return connection == null ? null : mark(connection.mark());
  }

  private static @Nullable Datum direction(Subject subject) {
    Tracked tracked = subject.tracked();
    return tracked.connection() == null
        ? null
        : Datum.of(tracked.direction() == ConnectionDirection.ORIGINAL ? 0 : 1);
  }
}
