package dev.cnilab.userland.net.capture.filter;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.packet.ArpPacket;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.userland.net.sockets.ServicesFile;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Parses filter expressions: primitives joined by and, or, not and parentheses. */
public final class FilterParser {
  private static final Set<String> PROTOCOLS =
      Set.of("ether", "ip", "ip6", "arp", "rarp", "tcp", "udp", "icmp");
  private static final Set<String> DIRECTIONS = Set.of("src", "dst");
  private static final Set<String> TYPES = Set.of("host", "net", "port", "portrange", "proto");
  private static final Set<String> OPERATORS = Set.of("and", "or", "&&", "||", ")");

  private final FilterTokens tokens;
  private Qualifiers last = new Qualifiers("", "", "host");

  /** The qualifiers of an identifier: protocol, direction and type. */
  private record Qualifiers(String protocol, String direction, String type) {}

  private FilterParser(String expression) {
    this.tokens = new FilterTokens(expression);
  }

  /** Parses an expression; an empty one matches everything. */
  public static CaptureFilter parse(String expression) throws FilterSyntaxException {
    FilterParser parser = new FilterParser(expression);
    if (parser.tokens.isAtEnd()) {
      return frame -> true;
    }
    CaptureFilter filter = parser.expression();
    if (!parser.tokens.isAtEnd()) {
      throw new FilterSyntaxException();
    }
    return filter;
  }

  /** Parses and/or, which have the same precedence, from left to right. */
  private CaptureFilter expression() throws FilterSyntaxException {
    CaptureFilter filter = term();
    while (true) {
      if (tokens.take("and", "&&")) {
        filter = filter.and(term());
      } else if (tokens.take("or", "||")) {
        filter = filter.or(term());
      } else {
        return filter;
      }
    }
  }

  private CaptureFilter term() throws FilterSyntaxException {
    if (tokens.take("not", "!")) {
      return term().not();
    }
    if (tokens.peek().equals("(")) {
      return parenthesized();
    }
    return primitive();
  }

  /** A group of conditions, or a comparison that begins with a group of numbers. */
  private CaptureFilter parenthesized() throws FilterSyntaxException {
    int start = tokens.position();
    tokens.next();
    try {
      CaptureFilter inner = expression();
      if (!tokens.take(")")) {
        throw new FilterSyntaxException();
      }
      return inner;
    } catch (FilterSyntaxException noConditions) {
      tokens.goTo(start);
      try {
        return new ByteTest(tokens).parse();
      } catch (FilterSyntaxException noNumbers) {
        throw noConditions;
      }
    }
  }

  private CaptureFilter primitive() throws FilterSyntaxException {
    if (tokens.take("greater")) {
      int length = FilterTokens.number(tokens.next());
      return frame -> frame.length() >= length;
    }
    if (tokens.take("less")) {
      int length = FilterTokens.number(tokens.next());
      return frame -> frame.length() <= length;
    }
    if (tokens.take("broadcast")) {
      return frame -> frame.destination().isBroadcast();
    }
    if (tokens.take("multicast")) {
      return frame -> frame.destination().isMulticast();
    }
    return qualified();
  }

  private CaptureFilter qualified() throws FilterSyntaxException {
    if (ByteTest.begins(tokens)) {
      return new ByteTest(tokens).parse();
    }
    String protocol = PROTOCOLS.contains(tokens.peek()) ? tokens.next() : "";
    String direction = direction();
    String type = TYPES.contains(tokens.peek()) ? tokens.next() : "";
    boolean bare = direction.isEmpty() && type.isEmpty();
    boolean ended = tokens.peek().isEmpty() || OPERATORS.contains(tokens.peek());
    if (bare && !protocol.isEmpty() && ended) {
      return protocol(protocol);
    }
    if (tokens.peek().equals("broadcast") || tokens.peek().equals("multicast")) {
      return protocol(protocol).and(primitive());
    }
    if (!bare || !protocol.isEmpty()) {
      last = new Qualifiers(protocol, direction, type.isEmpty() ? "host" : type);
    }
    return identified(tokens.next());
  }

  private String direction() throws FilterSyntaxException {
    if (!DIRECTIONS.contains(tokens.peek())) {
      return "";
    }
    String first = tokens.next();
    if (DIRECTIONS.contains(tokens.afterNext())) {
      if (tokens.take("or")) {
        tokens.next();
        return "";
      }
      if (tokens.take("and")) {
        tokens.next();
        return "both";
      }
    }
    return first;
  }

  static CaptureFilter protocol(String name) {
    return switch (name) {
      case "ip" -> frame -> frame.payload() instanceof Ipv4Packet;
      case "arp" -> frame -> frame.payload() instanceof ArpPacket;
      case "tcp" -> ofProtocol(6);
      case "udp" -> ofProtocol(17);
      case "icmp" -> ofProtocol(1);
      case "ether", "" -> frame -> true;
      default -> frame -> false;
    };
  }

  private static CaptureFilter ofProtocol(int number) {
    return frame -> frame.payload() instanceof Ipv4Packet packet && packet.protocol() == number;
  }

  private CaptureFilter identified(String word) throws FilterSyntaxException {
    CaptureFilter protocol = protocol(last.protocol());
    return switch (last.type()) {
      case "port" -> protocol.and(port(word, word));
      case "portrange" -> {
        String[] ends = word.split("-", 2);
        if (ends.length < 2) {
          throw new FilterSyntaxException();
        }
        yield protocol.and(port(ends[0], ends[1]));
      }
      case "proto" -> ofProtocol(protocolNumber(word));
      case "net" -> protocol.and(net(word));
      default -> last.protocol().equals("ether") ? mac(word) : protocol.and(host(word));
    };
  }

  private static int protocolNumber(String word) throws FilterSyntaxException {
    return switch (word) {
      case "icmp", "\\icmp" -> 1;
      case "tcp", "\\tcp" -> 6;
      case "udp", "\\udp" -> 17;
      default -> FilterTokens.number(word);
    };
  }

  private CaptureFilter host(String word) throws FilterSyntaxException {
    Ipv4Address address = Ipv4Address.read(word).orElseThrow(() -> notAHost(word));
    return addresses(address::equals);
  }

  private static FilterSyntaxException notAHost(String word) {
    if (word.matches("\\d+(\\.\\d+){3}")) {
      return new FilterSyntaxException("invalid IPv4 address '" + word + "'");
    }
    return word.matches("\\w+") && !word.matches("\\d+")
        ? new FilterSyntaxException()
        : new FilterSyntaxException("unknown host '" + word + "'");
  }

  private CaptureFilter net(String word) throws FilterSyntaxException {
    String full = word;
    if (!word.contains("/")) {
      int parts = word.split("\\.", -1).length;
      full = word + ".0".repeat(Math.max(0, 4 - parts)) + "/" + 8 * parts;
    }
    Ipv4Prefix prefix = Ipv4Prefix.block(full).orElseThrow(FilterSyntaxException::new);
    if (!prefix.network().equals(prefix)) {
      throw new FilterSyntaxException("non-network bits set in \"" + word + "\"");
    }
    return addresses(prefix::contains);
  }

  private CaptureFilter addresses(Predicate<Ipv4Address> wanted) {
    String direction = last.direction();
    return frame ->
        switch (frame.payload()) {
          case Ipv4Packet packet -> ends(direction, wanted, packet.source(), packet.destination());
          case ArpPacket arp -> ends(direction, wanted, arp.senderAddress(), arp.targetAddress());
          default -> false;
        };
  }

  private static <T> boolean ends(String direction, Predicate<T> wanted, T source, T target) {
    return switch (direction) {
      case "src" -> wanted.test(source);
      case "dst" -> wanted.test(target);
      case "both" -> wanted.test(source) && wanted.test(target);
      default -> wanted.test(source) || wanted.test(target);
    };
  }

  private CaptureFilter mac(String word) throws FilterSyntaxException {
    String direction = last.direction();
    MacAddress address;
    try {
      address = MacAddress.parse(word);
    } catch (IllegalArgumentException malformed) {
      throw new FilterSyntaxException();
    }
    return frame -> ends(direction, address::equals, frame.source(), frame.destination());
  }

  private CaptureFilter port(String from, String to) throws FilterSyntaxException {
    String direction = last.direction();
    int least = portNumber(from);
    int most = portNumber(to);
    return frame ->
        FilterPorts.of(frame)
            .filter(
                ports ->
                    ends(
                        direction,
                        (Integer port) -> port >= least && port <= most,
                        ports.source(),
                        ports.destination()))
            .isPresent();
  }

  private static int portNumber(String word) throws FilterSyntaxException {
    Optional<Integer> number = ServicesFile.port(word);
    return number.orElseThrow(
        () ->
            word.matches("\\d+")
                ? new FilterSyntaxException("illegal port number " + word + " > 65535")
                : new FilterSyntaxException("unknown port '" + word + "'"));
  }
}
