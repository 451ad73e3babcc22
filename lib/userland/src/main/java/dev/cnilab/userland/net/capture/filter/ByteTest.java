package dev.cnilab.userland.net.capture.filter;

import dev.cnilab.netsim.packet.EthernetFrame;
import dev.cnilab.netsim.packet.Ipv4Packet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongBinaryOperator;

/**
 * A comparison of numbers: {@code tcp[tcpflags] & tcp-syn != 0}, {@code len > 100}, {@code ip[2:2]
 * - 20 > 50} (pcap-filter(7)). Numbers are unsigned and have 32 bits.
 */
final class ByteTest {
  /** The protocols whose bytes can be read. */
  private static final Set<String> READABLE =
      Set.of("ether", "ip", "arp", "rarp", "tcp", "udp", "icmp");

  private static final Map<String, Integer> NAMED =
      Map.ofEntries(
          Map.entry("icmptype", 0),
          Map.entry("icmpcode", 1),
          Map.entry("tcpflags", 13),
          Map.entry("icmp-echoreply", 0),
          Map.entry("icmp-unreach", 3),
          Map.entry("icmp-sourcequench", 4),
          Map.entry("icmp-redirect", 5),
          Map.entry("icmp-echo", 8),
          Map.entry("icmp-routeradvert", 9),
          Map.entry("icmp-routersolicit", 10),
          Map.entry("icmp-timxceed", 11),
          Map.entry("icmp-paramprob", 12),
          Map.entry("icmp-tstamp", 13),
          Map.entry("icmp-tstampreply", 14),
          Map.entry("tcp-fin", 1),
          Map.entry("tcp-syn", 2),
          Map.entry("tcp-rst", 4),
          Map.entry("tcp-push", 8),
          Map.entry("tcp-ack", 16),
          Map.entry("tcp-urg", 32),
          Map.entry("tcp-ece", 64),
          Map.entry("tcp-cwr", 128));

  /** The operators from the loosest to the tightest. */
  private static final String[][] OPERATORS = {
    {"|"}, {"^"}, {"&"}, {"<<", ">>"}, {"+", "-"}, {"*", "/", "%"}
  };

  /** What a frame has no number for: bytes beyond its end, a division by zero. */
  private static final long NOTHING = -1;

  private static final long UNSIGNED = 0xffff_ffffL;

  /** A number computed from a frame. */
  private interface Value {
    /** The number; {@link #NOTHING} if there is none. */
    long of(EthernetFrame frame);
  }

  private final FilterTokens tokens;

  ByteTest(FilterTokens tokens) {
    this.tokens = tokens;
  }

  /** Whether the next tokens begin a number that is not a bare identifier. */
  static boolean begins(FilterTokens tokens) {
    String next = tokens.peek();
    return next.equals("len") || (READABLE.contains(next) && tokens.afterNext().equals("["));
  }

  /**
   * Parses the comparison.
   *
   * @throws FilterSyntaxException if the next tokens are none
   */
  CaptureFilter parse() throws FilterSyntaxException {
    Value left = operation(0);
    String relation = tokens.next();
    if (!Set.of("=", "==", "!=", "<", "<=", ">", ">=").contains(relation)) {
      throw new FilterSyntaxException();
    }
    Value right = operation(0);
    return frame -> {
      long found = left.of(frame);
      long wanted = right.of(frame);
      return found != NOTHING && wanted != NOTHING && compare(found, relation, wanted);
    };
  }

  private static boolean compare(long found, String relation, long wanted) {
    return switch (relation) {
      case "=", "==" -> found == wanted;
      case "!=" -> found != wanted;
      case "<" -> found < wanted;
      case "<=" -> found <= wanted;
      case ">" -> found > wanted;
      default -> found >= wanted;
    };
  }

  /** Operators of a level and the tighter ones, from left to right. */
  private Value operation(int level) throws FilterSyntaxException {
    if (level == OPERATORS.length) {
      return operand();
    }
    Value value = operation(level + 1);
    while (true) {
      tokens.splitNext();
      String operator = tokens.peek();
      if (!tokens.take(OPERATORS[level])) {
        return value;
      }
      value = combined(value, operator, operation(level + 1));
    }
  }

  private static Value combined(Value left, String operator, Value right) {
    LongBinaryOperator operation =
        switch (operator) {
          case "|" -> (a, b) -> a | b;
          case "^" -> (a, b) -> a ^ b;
          case "&" -> (a, b) -> a & b;
          case "<<" -> (a, b) -> b < Integer.SIZE ? a << b : 0;
          case ">>" -> (a, b) -> b < Integer.SIZE ? a >> b : 0;
          case "+" -> Long::sum;
          case "-" -> (a, b) -> a - b;
          case "*" -> (a, b) -> a * b;
          case "/" -> (a, b) -> a / b;
          default -> (a, b) -> a % b;
        };
    boolean divides = operator.equals("/") || operator.equals("%");
    return frame -> {
      long first = left.of(frame);
      long second = right.of(frame);
      boolean none = first == NOTHING || second == NOTHING || (divides && second == 0);
      return none ? NOTHING : operation.applyAsLong(first, second) & UNSIGNED;
    };
  }

  private Value operand() throws FilterSyntaxException {
    tokens.splitNext();
    if (tokens.take("(")) {
      Value inner = operation(0);
      close(")");
      return inner;
    }
    if (tokens.take("len")) {
      return EthernetFrame::length;
    }
    if (begins(tokens)) {
      return bytes(tokens.next());
    }
    return constant(tokens.next());
  }

  private static Value constant(String word) throws FilterSyntaxException {
    Integer named = NAMED.get(word);
    long number = (named == null ? FilterTokens.number(word) : named) & UNSIGNED;
    return frame -> number;
  }

  /** Bytes of a header and what follows it: {@code [offset]} or {@code [offset:size]}. */
  private Value bytes(String protocol) throws FilterSyntaxException {
    tokens.next();
    Value offset = operation(0);
    int size = 1;
    tokens.splitNext();
    if (tokens.take(":")) {
      String word = tokens.next();
      if (!Set.of("1", "2", "4").contains(word)) {
        throw new FilterSyntaxException("data size must be 1, 2, or 4");
      }
      size = Integer.parseInt(word);
    }
    close("]");
    int length = size;
    CaptureFilter carries = FilterParser.protocol(protocol);
    return frame -> carries.admits(frame) ? read(frame, protocol, offset, length) : NOTHING;
  }

  private static long read(EthernetFrame frame, String protocol, Value offset, int size) {
    byte[] bytes = frame.encode().toArray();
    int start =
        switch (protocol) {
          case "ether" -> 0;
          case "ip", "arp", "rarp" -> EthernetFrame.HEADER;
          default -> EthernetFrame.HEADER + Ipv4Packet.HEADER;
        };
    long at = offset.of(frame);
    if (at == NOTHING || start + at + size > bytes.length) {
      return NOTHING;
    }
    long number = 0;
    for (int i = 0; i < size; i++) {
      number = number << Byte.SIZE | Byte.toUnsignedLong(bytes[(int) (start + at + i)]);
    }
    return number;
  }

  private void close(String bracket) throws FilterSyntaxException {
    if (!tokens.take(bracket)) {
      throw new FilterSyntaxException();
    }
  }
}
