package dev.cnilab.cluster.apiserver.validation.field;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** IP addresses and ranges, judged as in apimachinery's {@code util/validation/ip.go}. */
public final class IpRules {
  private static final String ADDRESS =
      "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
  private static final String RANGE =
      "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

  private IpRules() {}

  /** Parses an address; leading zeros are allowed, names are not resolved. */
  public static Optional<InetAddress> parse(String text) {
    boolean v4 = text.matches("0*\\d{1,3}(\\.0*\\d{1,3}){3}");
    if (!v4 && !text.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(v4 ? withoutLeadingZeros(text) : text));
    } catch (UnknownHostException wrong) {
      return Optional.empty();
    }
  }

  private static String withoutLeadingZeros(String text) {
    return text.replaceAll("\\b0+(?=\\d)", "");
  }

  public static boolean isV6(String address) {
    return address.contains(":");
  }

  /** What is wrong with an address. */
  public static List<String> violations(String text) {
    Optional<InetAddress> address = parse(text);
    if (address.isEmpty()) {
      return List.of(ADDRESS);
    }
    if (isV6(text)) {
      return address.get() instanceof Inet4Address
          ? List.of("must not be an IPv4-mapped IPv6 address")
          : List.of();
    }
    return text.equals(withoutLeadingZeros(text)) ? List.of() : List.of("must not have leading 0s");
  }

  /** What is wrong with a range such as {@code 10.0.0.0/8}. */
  public static List<String> rangeViolations(String text) {
    Optional<Cidr> range = Cidr.parse(text);
    if (range.isEmpty()) {
      return List.of(RANGE);
    }
    if (!isV6(text) && !text.equals(withoutLeadingZeros(text))) {
      return List.of("must not have leading 0s in IP or prefix length");
    }
    return range.get().hasHostBits()
        ? List.of("must not have bits set beyond the prefix length")
        : List.of();
  }

  /** Why an address cannot be an endpoint, {@code ValidateEndpointIP}. */
  public static List<String> unreachable(String text) {
    Optional<InetAddress> address = parse(text);
    if (address.isEmpty()) {
      return List.of("must be a valid IP address");
    }
    List<String> why = new ArrayList<>();
    if (address.get().isAnyLocalAddress()) {
      why.add("may not be unspecified (" + text + ")");
    }
    if (address.get().isLoopbackAddress()) {
      why.add("may not be in the loopback range (127.0.0.0/8, ::1/128)");
    }
    if (address.get().isLinkLocalAddress()) {
      why.add("may not be in the link-local range (169.254.0.0/16, fe80::/10)");
    }
    if (address.get().isMCLinkLocal()) {
      why.add("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
    }
    return why;
  }

  /** Whether no two addresses are of the same family. */
  public static boolean areOfDifferentFamilies(List<String> addresses) {
    return addresses.stream().map(IpRules::isV6).distinct().count() == addresses.size();
  }
}
