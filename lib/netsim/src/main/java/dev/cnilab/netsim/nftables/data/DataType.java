package dev.cnilab.netsim.nftables.data;

import dev.cnilab.netsim.address.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The data types, by their names in {@code nft describe}. */
@SuppressWarnings("ImmutableEnumChecker") // the symbols are immutable copies
public enum DataType {
  IPV4_ADDR("ipv4_addr", 4, 2, Symbols.NONE),
  IPV6_ADDR("ipv6_addr", 16, 1, Symbols.NONE),
  INET_PROTO("inet_proto", 1, 5, Symbols.PROTOCOLS),
  INET_SERVICE("inet_service", 2, 5, Symbols.NONE),
  MARK("mark", 4, 5, Symbols.NONE),
  IFNAME("ifname", 16, 1, Symbols.NONE),
  IFACE_INDEX("iface_index", 4, 5, Symbols.NONE),
  ICMP_TYPE("icmp_type", 1, 5, Symbols.ICMP_TYPES),
  ICMP_CODE("icmp_code", 1, 5, Symbols.NONE),
  TCP_FLAG("tcp_flag", 1, 5, Symbols.TCP_FLAGS),
  CT_STATE("ct_state", 4, 5, Symbols.CT_STATES),
  CT_STATUS("ct_status", 4, 5, Symbols.CT_STATUSES),
  CT_DIR("ct_dir", 1, 5, Symbols.CT_DIRECTIONS),
  FIB_ADDRTYPE("fib_addrtype", 4, 5, Symbols.ADDRESS_TYPES),
  NF_PROTO("nf_proto", 1, 5, Symbols.FAMILIES),
  ETHER_TYPE("ether_type", 2, 5, Symbols.ETHER_TYPES),
  INTEGER("integer", 4, 5, Symbols.NONE);

  private final String text;
  private final int bytes;
  private final int columns;
  private final Map<String, Long> symbols;

  DataType(String text, int bytes, int columns, Map<String, Long> symbols) {
    this.text = text;
    this.bytes = bytes;
    this.columns = columns;
    this.symbols = symbols;
  }

  /** The length of a value, in bytes. */
  int bytes() {
    return bytes;
  }

  /** The number of set elements per line in a listing. */
  public int columns() {
    return columns;
  }

  /** The symbolic constants, in the order of their values. */
  public Map<String, Long> symbols() {
    return symbols;
  }

  /** Whether a value is a bit mask, of which any requested bit may match. */
  public boolean isBits() {
    return this == TCP_FLAG || this == CT_STATE || this == CT_STATUS;
  }

  /** Whether a value is stored in network byte order. */
  boolean isNetworkOrder() {
    return this == IPV4_ADDR || this == INET_SERVICE || this == ETHER_TYPE;
  }

  /** The value as nft prints it. */
  public String text(Datum datum, Style style) {
    return switch (datum) {
      case Datum.Name name -> this == IPV6_ADDR ? name.text() : "\"" + name.text() + "\"";
      case Datum.Bits number -> text(number.value(), style);
    };
  }

  private String text(long value, Style style) {
    if (isBits()) {
      return bits(value, style);
    }
    boolean numeric =
        style.has(Style.Option.NUMERIC)
            || (this == INET_PROTO && style.has(Style.Option.NUMERIC_PROTOCOL));
    if (!numeric) {
      for (Map.Entry<String, Long> symbol : symbols.entrySet()) {
        if (symbol.getValue() == value) {
          return symbol.getKey();
        }
      }
    }
    return switch (this) {
      case IPV4_ADDR -> new Ipv4Address((int) value).toString();
      case MARK -> String.format("0x%08x", value);
      case ETHER_TYPE -> String.format("0x%04x", value);
      default -> Long.toString(value);
    };
  }

  private String bits(long value, Style style) {
    List<String> words = new ArrayList<>();
    long unnamed = value;
    for (Map.Entry<String, Long> symbol : symbols.entrySet()) {
      if ((value & symbol.getValue()) != 0) {
        unnamed &= ~symbol.getValue();
        words.add(
            style.has(Style.Option.NUMERIC)
                ? "0x" + Long.toHexString(symbol.getValue())
                : symbol.getKey());
      }
    }
    if (unnamed != 0 || words.isEmpty()) {
      words.add("0x" + Long.toHexString(unnamed));
    }
    return String.join(",", words);
  }

  /** A range as nft prints it: one value, a prefix of addresses, or a range. */
  public String text(Span span, Style style) {
    if (span.isSingle()) {
      return text(span.low(), style);
    }
    if (this == IPV4_ADDR
        && span.low() instanceof Datum.Bits low
        && span.high() instanceof Datum.Bits high) {
      long size = high.value() - low.value() + 1;
      if (Long.bitCount(size) == 1 && low.value() % size == 0) {
        return text(low, style) + "/" + (32 - Long.numberOfTrailingZeros(size));
      }
    }
    return text(span.low(), style) + "-" + text(span.high(), style);
  }

  /** The values of a concatenation as nft prints them. */
  public static String text(List<DataType> types, List<Span> key, Style style) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      parts.add(types.get(i).text(key.get(i), style));
    }
    return String.join(" . ", parts);
  }

  /** The types of a concatenation as nft prints them. */
  public static String text(List<DataType> types) {
    return types.stream().map(DataType::toString).collect(Collectors.joining(" . "));
  }

  @Override
  public String toString() {
    return text;
  }
}
