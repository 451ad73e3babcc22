package dev.cnilab.userland.net.capture.filter;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.packet.ArpPacket;
import dev.cnilab.netsim.packet.EthernetFrame;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.userland.net.sockets.Services;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads a filter expression: primitives joined by and, or, not and parentheses. */
public final class FilterParser {
  private static final Pattern TOKEN =
      Pattern.compile("&&|\\|\\||[!=<>]=|[()\\[\\]!&=<>|]|[^\\s()\\[\\]!&=<>|]+");
  private static final Set<String> PROTOCOLS =
      Set.of("ether", "ip", "ip6", "arp", "rarp", "tcp", "udp", "icmp");
  private static final Set<String> DIRECTIONS = Set.of("src", "dst");
  private static final Set<String> TYPES = Set.of("host", "net", "port", "portrange", "proto");
  private static final Set<String> OPERATORS = Set.of("and", "or", "&&", "||", ")");

  private final List<String> tokens;
  private int at;
  private Qualifiers last = new Qualifiers("", "", "host");

  /** What an identifier is about: of a protocol, in a direction, of a type. */
  private record Qualifiers(String protocol, String direction, String type) {}

  private FilterParser(String expression) {
    this.tokens = TOKEN.matcher(expression).results().map(MatchResult::group).toList();
  }

  /** The filter that an expression stands for; an empty one admits all. */
  public static Filter parse(String expression) throws FilterSyntaxException {
    FilterParser parser = new FilterParser(expression);
    if (parser.tokens.isEmpty()) {
      return frame -> true;
    }
    Filter filter = parser.expression();
    if (parser.at < parser.tokens.size()) {
      throw new FilterSyntaxException();
    }
    return filter;
  }

  private String peek() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  private String next() throws FilterSyntaxException {
    if (at >= tokens.size()) {
      throw new FilterSyntaxException();
    }
    return tokens.get(at++);
  }

  private boolean take(String... words) {
    for (String word : words) {
      if (peek().equals(word)) {
        at++;
        return true;
      }
    }
    return false;
  }

  /** And and or bind equally, from left to right. */
  private Filter expression() throws FilterSyntaxException {
    Filter filter = term();
    while (true) {
      if (take("and", "&&")) {
        filter = filter.and(term());
      } else if (take("or", "||")) {
        filter = filter.or(term());
      } else {
        return filter;
      }
    }
  }

  private Filter term() throws FilterSyntaxException {
    if (take("not", "!")) {
      return term().not();
    }
    if (take("(")) {
      Filter inner = expression();
      if (!take(")")) {
        throw new FilterSyntaxException();
      }
      return inner;
    }
    return primitive();
  }

  private Filter primitive() throws FilterSyntaxException {
    if (take("greater")) {
      int length = number(next());
      return frame -> frame.length() >= length;
    }
    if (take("less")) {
      int length = number(next());
      return frame -> frame.length() <= length;
    }
    if (take("broadcast")) {
      return frame -> frame.destination().isBroadcast();
    }
    if (take("multicast")) {
      return frame -> frame.destination().isMulticast();
    }
    return qualified();
  }

  private Filter qualified() throws FilterSyntaxException {
    String protocol = PROTOCOLS.contains(peek()) ? next() : "";
    if (!protocol.isEmpty() && peek().equals("[")) {
      return new ByteTest(protocol).parse();
    }
    String direction = direction();
    String type = TYPES.contains(peek()) ? next() : "";
    boolean bare = direction.isEmpty() && type.isEmpty();
    boolean ended = peek().isEmpty() || OPERATORS.contains(peek());
    if (bare && !protocol.isEmpty() && ended) {
      return protocol(protocol);
    }
    if (peek().equals("broadcast") || peek().equals("multicast")) {
      return protocol(protocol).and(primitive());
    }
    if (!bare || !protocol.isEmpty()) {
      last = new Qualifiers(protocol, direction, type.isEmpty() ? "host" : type);
    }
    return identified(next());
  }

  private String direction() throws FilterSyntaxException {
    if (!DIRECTIONS.contains(peek())) {
      return "";
    }
    String first = next();
    if (at + 1 < tokens.size() && DIRECTIONS.contains(tokens.get(at + 1))) {
      if (take("or")) {
        at++;
        return "";
      }
      if (take("and")) {
        at++;
        return "both";
      }
    }
    return first;
  }

  private static Filter protocol(String name) {
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

  private static Filter ofProtocol(int number) {
    return frame -> frame.payload() instanceof Ipv4Packet packet && packet.protocol() == number;
  }

  private Filter identified(String word) throws FilterSyntaxException {
    Filter protocol = protocol(last.protocol());
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
      default -> number(word);
    };
  }

  private static int number(String word) throws FilterSyntaxException {
    try {
      return Integer.decode(word);
    } catch (NumberFormatException notANumber) {
      throw new FilterSyntaxException();
    }
  }

  private Filter host(String word) throws FilterSyntaxException {
    Ipv4Address address;
    try {
      address = Ipv4Address.parse(word);
    } catch (IllegalArgumentException notAnAddress) {
      throw notAHost(word);
    }
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

  private Filter net(String word) throws FilterSyntaxException {
    String full = word;
    if (!word.contains("/")) {
      int parts = word.split("\\.", -1).length;
      full = word + ".0".repeat(Math.max(0, 4 - parts)) + "/" + 8 * parts;
    }
    Ipv4Prefix prefix;
    try {
      prefix = Ipv4Prefix.parse(full);
    } catch (IllegalArgumentException malformed) {
      throw new FilterSyntaxException();
    }
    return addresses(prefix::contains);
  }

  private Filter addresses(Predicate<Ipv4Address> wanted) {
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

  private Filter mac(String word) throws FilterSyntaxException {
    String direction = last.direction();
    MacAddress address;
    try {
      address = MacAddress.parse(word);
    } catch (IllegalArgumentException malformed) {
      throw new FilterSyntaxException();
    }
    return frame -> ends(direction, address::equals, frame.source(), frame.destination());
  }

  private Filter port(String from, String to) throws FilterSyntaxException {
    String direction = last.direction();
    int least = portNumber(from);
    int most = portNumber(to);
    return frame ->
        Ports.of(frame)
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
    Optional<Integer> number = Services.port(word);
    return number.orElseThrow(
        () ->
            word.matches("\\d+")
                ? new FilterSyntaxException("illegal port number " + word + " > 65535")
                : new FilterSyntaxException());
  }

  /** A comparison of a byte of a header: {@code tcp[tcpflags] & tcp-syn != 0}. */
  private final class ByteTest {
    private final String protocol;

    ByteTest(String protocol) {
      this.protocol = protocol;
    }

    Filter parse() throws FilterSyntaxException {
      next();
      int offset = value(next());
      if (!take("]")) {
        throw new FilterSyntaxException();
      }
      int mask = take("&") ? mask() : 0xff;
      String relation = next();
      int wanted = value(next());
      return protocol(protocol)
          .and(frame -> compare(HeaderBytes.at(frame, protocol, offset) & mask, relation, wanted));
    }

    private int mask() throws FilterSyntaxException {
      if (!take("(")) {
        return value(next());
      }
      int mask = value(next());
      while (take("|")) {
        mask |= value(next());
      }
      if (!take(")")) {
        throw new FilterSyntaxException();
      }
      return mask;
    }

    private static boolean compare(int found, String relation, int wanted) {
      return switch (relation) {
        case "=", "==" -> found == wanted;
        case "!=" -> found != wanted;
        case "<" -> found < wanted;
        case "<=" -> found <= wanted;
        case ">" -> found > wanted;
        case ">=" -> found >= wanted;
        default -> false;
      };
    }

    private static int value(String word) throws FilterSyntaxException {
      return switch (word) {
        case "icmptype" -> 0;
        case "icmpcode" -> 1;
        case "tcpflags" -> 13;
        case "icmp-echoreply" -> 0;
        case "icmp-unreach" -> 3;
        case "icmp-redirect" -> 5;
        case "icmp-echo" -> 8;
        case "icmp-timxceed" -> 11;
        case "tcp-fin" -> 1;
        case "tcp-syn" -> 2;
        case "tcp-rst" -> 4;
        case "tcp-push" -> 8;
        case "tcp-ack" -> 16;
        case "tcp-urg" -> 32;
        default -> number(word);
      };
    }
  }

  /** Bytes of headers, as filters address them. */
  private static final class HeaderBytes {
    static int at(EthernetFrame frame, String protocol, int offset) {
      byte[] bytes = frame.encode().toArray();
      int start =
          switch (protocol) {
            case "ether" -> 0;
            case "ip", "arp" -> EthernetFrame.HEADER;
            default -> EthernetFrame.HEADER + Ipv4Packet.HEADER;
          };
      int index = start + offset;
      return offset >= 0 && index < bytes.length ? Byte.toUnsignedInt(bytes[index]) : -1;
    }
  }
}
