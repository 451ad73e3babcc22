package dev.cnilab.userland.netfilter.nft.syntax;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.Datum;
import dev.cnilab.netsim.nftables.data.Span;
import dev.cnilab.userland.netfilter.nft.syntax.NftToken.Kind;
import dev.cnilab.userland.netfilter.rule.PortNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Parses values of the types in a rule or a set. */
public final class ValueParser {
  private static final long MOST_32_BITS = 0xffff_ffffL;

  private final NftWords words;
  private final NetworkNamespace network;

  public ValueParser(NftWords words, NetworkNamespace network) {
    this.words = words;
    this.network = network;
  }

  /** One value per type, separated by dots; ranges and prefixes are allowed. */
  public List<Span> key(List<DataType> types) {
    List<Span> spans = new ArrayList<>();
    for (DataType type : types) {
      if (!spans.isEmpty()) {
        if (!words.take(".")) {
          throw new NftFailure(
              words.last(),
              "datatype mismatch, expected concatenation of ("
                  + (DataType.text(types) + "), expression has type ")
                  + types.getFirst());
        }
      }
      spans.add(span(type));
    }
    return spans;
  }

  Span span(DataType type) {
    NftToken first = words.peek();
    Datum low = plain(type);
    if (low instanceof Datum.Bits number) {
      if (type == DataType.IPV4_ADDR && words.take("/")) {
        long length = words.number(32);
        long size = 1L << (32 - length);
        long start = number.value() / size * size;
        return Span.of(start, start + size - 1);
      }
      if (words.take("-")) {
        if (!(plain(type) instanceof Datum.Bits high) || high.value() < number.value()) {
          throw new NftFailure(first, "Range has zero or negative size");
        }
        return new Span(low, high);
      }
    } else if (type == DataType.IPV6_ADDR && words.take("/")) {
      return Span.of(new Datum.Name(first.text() + "/" + words.number(128)));
    }
    return Span.of(low);
  }

  /** One value; for bit masks several, separated by commas or bars. */
  public Datum single(DataType type) {
    if (!type.isBits()) {
      return plain(type);
    }
    boolean enclosed = words.take("(");
    long bits = ((Datum.Bits) plain(type)).value();
    while (words.isAt("|") || (!enclosed && words.isAt(","))) {
      words.next();
      bits |= ((Datum.Bits) plain(type)).value();
    }
    if (enclosed) {
      words.expect(")");
    }
    return Datum.of(bits);
  }

  private Datum plain(DataType type) {
    NftToken token = words.next();
    if (token.kind() == Kind.NUMBER && type != DataType.IPV4_ADDR && type != DataType.IFNAME) {
      return Datum.of(number(token, type));
    } else if (token.kind() != Kind.STRING && token.kind() != Kind.QUOTED) {
      throw NftFailure.unexpected(token);
    }
    return switch (type) {
      case IPV4_ADDR -> address(token);
      case IPV6_ADDR -> ipv6(token);
      case INET_SERVICE -> Datum.of(port(token));
      case IFNAME -> new Datum.Name(token.text());
      case IFACE_INDEX -> link(token);
      default -> symbol(token, type);
    };
  }

  private static long number(NftToken token, DataType type) {
    long value = NftWords.value(token);
    boolean tooLarge =
        switch (type) {
          case INET_SERVICE -> value > 0xffff;
          case INET_PROTO, ICMP_TYPE, ICMP_CODE, TCP_FLAG -> value > 0xff;
          default -> value > MOST_32_BITS;
        };
    if (value < 0 || tooLarge) {
      throw new NftFailure(
          token,
          type == DataType.INET_SERVICE
              ? "Service out of range"
              : "Value " + token.text() + " exceeds valid range");
    }
    return value;
  }

  private static Datum address(NftToken token) {
    return Ipv4Address.read(token.text())
        .map(address -> Datum.of(Integer.toUnsignedLong(address.bits())))
        .orElseThrow(() -> unresolved(token));
  }

  private static NftFailure unresolved(NftToken token) {
    return new NftFailure(
        token, "Could not resolve hostname: Temporary failure in name resolution");
  }

  private static Datum ipv6(NftToken token) {
    if (!token.text().contains(":")) {
      throw unresolved(token);
    }
    return new Datum.Name(token.text());
  }

  private static int port(NftToken token) {
    return PortNames.number(token.text())
        .orElseThrow(
            () ->
                new NftFailure(
                    token, "Could not resolve service: Servname not supported for ai_socktype"));
  }

  private Datum link(NftToken token) {
    if (network.links().find(token.text()).isEmpty()) {
      throw new NftFailure(token, "Interface does not exist");
    }
    return new Datum.Name(token.text());
  }

  private static Datum symbol(NftToken token, DataType type) {
    for (Map.Entry<String, Long> symbol : type.symbols().entrySet()) {
      if (symbol.getKey().equals(token.text())) {
        return Datum.of(symbol.getValue());
      }
    }
    throw new NftFailure(
        token,
        switch (type) {
          case INET_PROTO -> "Could not resolve protocol name";
          case CT_STATE -> "Could not parse conntrack state";
          default -> "Could not parse " + type;
        });
  }
}
