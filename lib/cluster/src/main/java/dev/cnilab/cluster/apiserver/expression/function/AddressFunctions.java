package dev.cnilab.cluster.apiserver.expression.function;

import static dev.cnilab.cluster.apiserver.expression.function.Kind.ADDRESS;
import static dev.cnilab.cluster.apiserver.expression.function.Kind.RANGE;
import static dev.cnilab.cluster.apiserver.expression.function.Kind.TEXT;
import static dev.cnilab.cluster.apiserver.expression.function.Kind.TRUTH;
import static dev.cnilab.cluster.apiserver.expression.function.Kind.WHOLE;

import dev.cnilab.cluster.apiserver.validation.field.Cidr;
import dev.cnilab.cluster.apiserver.validation.field.IpRules;
import dev.cnilab.netsim.address.Ipv6Address;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Kubernetes' functions of addresses and ranges, after {@code k8s.io/apiserver/pkg/cel/library}'s
 * {@code ip.go} and {@code cidr.go}.
 */
public final class AddressFunctions {
  private AddressFunctions() {}

  public static void declare(FunctionTable table) {
    table.global("isIP", TEXT, TRUTH, text -> IpRules.violations(text).isEmpty());
    table.global("ip", TEXT, ADDRESS, AddressFunctions::address);
    table.global("ip.isCanonical", TEXT, TRUTH, text -> text(address(text)).equals(text));
    table.global("string", ADDRESS, TEXT, AddressFunctions::text);
    table.member(ADDRESS, "family", WHOLE, ip -> ip instanceof Inet4Address ? 4L : 6L);
    table.member(ADDRESS, "isUnspecified", TRUTH, InetAddress::isAnyLocalAddress);
    table.member(ADDRESS, "isLoopback", TRUTH, InetAddress::isLoopbackAddress);
    table.member(ADDRESS, "isLinkLocalMulticast", TRUTH, InetAddress::isMCLinkLocal);
    table.member(ADDRESS, "isLinkLocalUnicast", TRUTH, InetAddress::isLinkLocalAddress);
    table.member(ADDRESS, "isGlobalUnicast", TRUTH, AddressFunctions::isGlobalUnicast);
    table.global("isCIDR", TEXT, TRUTH, AddressFunctions::isRange);
    table.global("cidr", TEXT, RANGE, AddressFunctions::range);
    table.global("string", RANGE, TEXT, range -> text(range.start()) + "/" + range.length());
    table.member(RANGE, "prefixLength", WHOLE, range -> (long) range.length());
    table.member(RANGE, "ip", ADDRESS, Cidr::start);
    table.member(RANGE, "masked", RANGE, Cidr::masked);
    table.member(RANGE, "containsIP", ADDRESS, TRUTH, (range, ip) -> range.holds(Cidr.of(ip)));
    table.member(
        RANGE, "containsIP", TEXT, TRUTH, (range, ip) -> range.holds(Cidr.of(address(ip))));
    table.member(RANGE, "containsCIDR", RANGE, TRUTH, Cidr::holds);
    table.member(RANGE, "containsCIDR", TEXT, TRUTH, (range, inner) -> range.holds(range(inner)));
  }

  private static InetAddress address(String text) {
    List<String> wrong = IpRules.violations(text);
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "IP Address '" + text + "' parse error: " + wrong.getFirst());
    }
    return IpRules.parse(text).orElseThrow();
  }

  /** Bits after the prefix are allowed, leading zeros are not. */
  private static boolean isRange(String text) {
    return text.matches("[^/]+/(0|[1-9]\\d*)")
        && IpRules.violations(text.replaceFirst("/.*", "")).isEmpty()
        && Cidr.parse(text).isPresent();
  }

  private static Cidr range(String text) {
    if (!isRange(text)) {
      throw new IllegalArgumentException("network address parse error during conversion: " + text);
    }
    return Cidr.parse(text).orElseThrow();
  }

  private static boolean isGlobalUnicast(InetAddress address) {
    return !address.isAnyLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isMulticastAddress()
        && !address.isLinkLocalAddress();
  }

  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    return address instanceof Inet4Address ? text : Ipv6Address.parse(text).toString();
  }
}
