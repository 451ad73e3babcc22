package dev.cnilab.userland.net.capture.text;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.TcpSegment.Flag;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints TCP segments, with sequence numbers relative to the start of each connection. */
final class TcpText {
  private static final int HTTP = 80;
  private static final String LETTERS = "FSRP.UEW";

  private final Map<List<Object>, Integer> beginnings = new HashMap<>();
  private final PrintOptions options;

  TcpText(PrintOptions options) {
    this.options = options;
  }

  /** The text after the addresses and ports. */
  String of(Ipv4Packet packet, TcpSegment segment) {
    int length = segment.data().length();
    if (options.quick()) {
      return "tcp " + length;
    }
    StringBuilder text = new StringBuilder("Flags [" + flags(segment) + "]");
    if (options.verbose()) {
      text.append(String.format(Locale.ROOT, ", cksum 0x%04x (correct)", checksum(packet)));
    }
    List<Object> there = end(packet.source(), segment.sourcePort(), packet, segment);
    List<Object> back = end(packet.destination(), segment.destinationPort(), packet, segment);
    boolean first =
        options.absolute() || segment.flags().contains(Flag.SYN) || !beginnings.containsKey(there);
    if (first && !options.absolute()) {
      beginnings.put(there, segment.sequence());
      beginnings.put(back, segment.acknowledgement() - 1);
    }
    int from = first ? 0 : beginnings.getOrDefault(there, 0);
    int to = first ? 0 : beginnings.getOrDefault(back, 0);
    numbers(text, segment, from, to);
    text.append(", win ").append(segment.window());
    if (segment.options().length() > 0) {
      text.append(", options [").append(options(segment.options())).append(']');
    }
    text.append(", length ").append(length);
    boolean http = segment.sourcePort() == HTTP || segment.destinationPort() == HTTP;
    return text + (http && length > 0 ? http(segment.data()) : "");
  }

  private static List<Object> end(
      Ipv4Address address, int port, Ipv4Packet packet, TcpSegment segment) {
    boolean source = packet.source().equals(address) && segment.sourcePort() == port;
    Ipv4Address other = source ? packet.destination() : packet.source();
    int otherPort = source ? segment.destinationPort() : segment.sourcePort();
    return List.of(address, port, other, otherPort);
  }

  private static String flags(TcpSegment segment) {
    StringBuilder text = new StringBuilder();
    for (Flag flag : Flag.values()) {
      if (segment.flags().contains(flag)) {
        text.append(LETTERS.charAt(Integer.numberOfTrailingZeros(flag.bit())));
      }
    }
    return text.isEmpty() ? "none" : text.toString();
  }

  private static int checksum(Ipv4Packet packet) {
    ByteBuffer bytes = packet.encode().buffer();
    return Short.toUnsignedInt(bytes.getShort(Ipv4Packet.HEADER + 16));
  }

  private static void numbers(StringBuilder text, TcpSegment segment, int from, int to) {
    int length = segment.data().length();
    boolean mark =
        segment.flags().contains(Flag.SYN)
            || segment.flags().contains(Flag.FIN)
            || segment.flags().contains(Flag.RST);
    if (length > 0 || mark) {
      int sequence = segment.sequence() - from;
      text.append(", seq ").append(Integer.toUnsignedString(sequence));
      if (length > 0) {
        text.append(':').append(Integer.toUnsignedString(sequence + length));
      }
    }
    if (segment.flags().contains(Flag.ACK)) {
      text.append(", ack ").append(Integer.toUnsignedString(segment.acknowledgement() - to));
    }
  }

  private static String options(Bytes bytes) {
    List<String> texts = new ArrayList<>();
    ByteBuffer in = bytes.buffer();
    int at = 0;
    while (at < bytes.length()) {
      int kind = in.get(at);
      if (kind == 0) {
        texts.add("eol");
        break;
      }
      if (kind == 1) {
        texts.add("nop");
        at++;
        continue;
      }
      int length = at + 1 < bytes.length() ? in.get(at + 1) : 0;
      if (length < 2 || at + length > bytes.length()) {
        texts.add("[bad opt]");
        break;
      }
      texts.add(option(kind, length, at + 2, in));
      at += length;
    }
    return String.join(",", texts);
  }

  private static String option(int kind, int length, int at, ByteBuffer in) {
    return switch (kind) {
      case 2 -> "mss " + Short.toUnsignedInt(in.getShort(at));
      case 3 -> "wscale " + in.get(at);
      case 4 -> "sackOK";
      case 8 ->
          "TS val "
              + (Integer.toUnsignedString(in.getInt(at)) + " ecr ")
              + Integer.toUnsignedString(in.getInt(at + 4));
      default -> "unknown-" + kind + (length > 2 ? " " + (length - 2) : "");
    };
  }

  private String http(Bytes data) {
    String text = data.text();
    String first = text.lines().findFirst().orElse("");
    boolean known = first.matches("(GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH) .*|HTTP/.*");
    if (!options.verbose()) {
      return known ? ": HTTP: " + first : ": HTTP";
    }
    StringBuilder shown = new StringBuilder(": HTTP, length: " + data.length());
    if (known) {
      text.lines().forEach(line -> shown.append("\n\t").append(line));
    }
    return shown.toString();
  }
}
