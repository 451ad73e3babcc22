package dev.cnilab.netsim.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An IPv6 address, for display only: the simulated network forwards IPv4 alone. */
public record Ipv6Address(long high, long low) {
  public static final Ipv6Address LOOPBACK = new Ipv6Address(0, 1);

  private static final Pattern ZERO_GROUPS = Pattern.compile("(?<![0-9a-f])0(:0)+(?![0-9a-f])");

  /**
   * Reads the usual text form.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Ipv6Address parse(String text) {
    try {
      if (text.contains(":") && text.chars().allMatch(c -> c == ':' || c == '.' || isHex(c))) {
        byte[] bytes = InetAddress.getByName(text).getAddress();
        ByteBuffer buffer = ByteBuffer.allocate(16);
        if (bytes.length == 4) { // Java takes ::ffff:1.2.3.4 for an IPv4 address
          buffer.putLong(0).putShort((short) 0).putShort((short) -1);
        }
        buffer.put(bytes).flip();
        return new Ipv6Address(buffer.getLong(), buffer.getLong());
      }
    } catch (UnknownHostException malformed) {
      // Refused below, like any text that is not an address.
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is not an IPv6 address; write groups of hex digits as in fe80::1");
  }

  private static boolean isHex(int c) {
    return Character.digit(c, 16) >= 0;
  }

  /**
   * The link-local address that a link derives from its MAC address (EUI-64, RFC 4291 appendix A).
   */
  public static Ipv6Address linkLocal(MacAddress mac) {
    long bits = mac.bits() ^ 0x0200_0000_0000L;
    long low = (bits >>> 24) << 40 | 0xff_fe00_0000L | (bits & 0xff_ffffL);
    return new Ipv6Address(0xfe80L << 48, low);
  }

  /** In the short form of RFC 5952. */
  @Override
  public String toString() {
    byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    try {
      String full = InetAddress.getByAddress(bytes).getHostAddress();
      return shorten(full);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Writes the longest run of zero groups as two colons. */
  private static String shorten(String full) {
    int start = 0;
    int end = 0;
    Matcher zeros = ZERO_GROUPS.matcher(full);
    while (zeros.find()) {
      if (zeros.end() - zeros.start() > end - start) {
        start = zeros.start();
        end = zeros.end();
      }
    }
    if (start == end) {
      return full;
    }
    String before = full.substring(0, start);
    String after = full.substring(end);
    return (before.isEmpty() ? ":" : before) + (after.isEmpty() ? ":" : after);
  }
}
