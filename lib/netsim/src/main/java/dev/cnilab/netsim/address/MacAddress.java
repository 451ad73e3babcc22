package dev.cnilab.netsim.address;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * A 48-bit Ethernet address.
 *
 * @param bits the address in the lower 48 bits
 */
public record MacAddress(long bits) {
  /** All zeros: the address of loopback links, and of a target that is not known yet. */
  public static final MacAddress ZERO = new MacAddress(0);

  public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);

  /** The length of an address, in bytes. */
  public static final int BYTES = 6;

  private static final long MULTICAST_BIT = 0x0100_0000_0000L;
  private static final long LOCAL_BIT = 0x0200_0000_0000L;

  public MacAddress {
    if (bits >>> 48 != 0) {
      throw new IllegalArgumentException(
          "a MAC address has 48 bits, not 0x" + Long.toHexString(bits));
    }
  }

  /**
   * Reads {@code 02:00:00:00:00:0a}.
   *
   * @throws IllegalArgumentException if the text is anything but six hexadecimal bytes
   */
  public static MacAddress parse(String text) {
    String[] bytes = text.split(":", -1);
    if (bytes.length != BYTES) {
      throw invalid(text);
    }
    long bits = 0;
    for (String each : bytes) {
      if (each.isEmpty() || each.length() > 2 || !each.chars().allMatch(HexFormat::isHexDigit)) {
        throw invalid(text);
      }
      bits = bits << 8 | HexFormat.fromHexDigits(each);
    }
    return new MacAddress(bits);
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException(
        "\"" + text + "\" is not a MAC address; write six bytes as in 02:00:00:00:00:0a");
  }

  /** A locally administered unicast address, as the kernel's eth_random_addr picks it. */
  public static MacAddress random(RandomGenerator random) {
    long bits = random.nextLong() & BROADCAST.bits;
    return new MacAddress((bits | LOCAL_BIT) & ~MULTICAST_BIT);
  }

  /** Whether this is a group address; the broadcast address is one too. */
  public boolean isMulticast() {
    return (bits & MULTICAST_BIT) != 0;
  }

  public boolean isBroadcast() {
    return bits == BROADCAST.bits;
  }

  /** Whether a link may have this address (is_valid_ether_addr). */
  public boolean isUnicast() {
    return !isMulticast() && bits != 0;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(17);
    for (int shift = 40; shift >= 0; shift -= 8) {
      HexFormat.of().toHexDigits(text, (byte) (bits >> shift));
      if (shift > 0) {
        text.append(':');
      }
    }
    return text.toString();
  }
}
