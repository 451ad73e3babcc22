package dev.cnilab.cluster.image.calico.node;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.image.calico.datastore.CalicoLog;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How calico-node finds the node's address: the variables {@code IP} and {@code
 * IP_AUTODETECTION_METHOD} (node/pkg/lifecycle/startup/autodetection). Of the methods, {@code
 * can-reach} is not available here.
 */
record Autodetection(Process process, CalicoLog log, ApiClient api, String node) {
  /** Links that first-found and skip-interface leave out, besides those that are named. */
  private static final String INTERNAL = "lo|cali.*|tunl.*|docker.*|cni.*|flannel.*|vxlan.*";

  /** A link with one of its addresses. */
  record Found(Link link, Ipv4Prefix address) {}

  /**
   * Finds it.
   *
   * @throws IOException if there is none, or the method is unknown
   */
  Found run() throws IOException {
    String fixed = process.environment().getOrDefault("IP", "");
    String method = process.environment().getOrDefault("IP_AUTODETECTION_METHOD", "");
    Optional<Found> found =
        fixed.isEmpty() || fixed.equals("autodetect") ? by(method) : byAddress(fixed);
    if (found.isEmpty()) {
      log.warning(
          "startup/startup.go 489",
          "Couldn't autodetect an IPv4 address. If auto-detecting, choose a different"
              + " autodetection method. Otherwise provide an explicit address.");
      log.info(
          "startup/startup.go 254", "Clearing out-of-date IPv4 address from this node IP=\"\"");
      throw new IOException("Terminating");
    }
    return found.get();
  }

  private Optional<Found> by(String method) throws IOException {
    String kind = method.replaceFirst("=.*", "");
    List<String> words = List.of(method.substring(method.indexOf('=') + 1).split("\\s*,\\s*"));
    return switch (kind) {
      case "", "first-found" -> firstFound();
      case "interface" -> byName(words);
      case "skip-interface" -> skipping(words);
      case "cidr" -> byRange(words, method);
      case "kubernetes-internal-ip" ->
          byAddress(api.get(ResourceTypes.NODES, "", node).text("/status/addresses/0/address"));
      case "can-reach" ->
          throw new IOException(
              "IP_AUTODETECTION_METHOD can-reach is not available on this machine");
      default -> throw new IOException("Invalid IP autodetection method: " + method);
    };
  }

  private Optional<Found> firstFound() {
    Optional<Found> found = first(link -> !link.name().matches(INTERNAL), address -> true);
    report(
        found,
        "Unable to auto-detect an IPv4 address",
        each ->
            "Using autodetected IPv4 address on interface %s: %s"
                .formatted(each.link().name(), each.address()));
    return found;
  }

  private Optional<Found> byName(List<String> expressions) {
    Optional<Found> found = first(link -> matches(link, expressions), address -> true);
    report(
        found,
        "Unable to auto-detect an IPv4 address using interface regexes " + array(expressions),
        each ->
            "Using autodetected IPv4 address %s on matching interface %s"
                .formatted(each.address(), each.link().name()));
    return found;
  }

  private Optional<Found> skipping(List<String> expressions) {
    Optional<Found> found =
        first(
            link -> !link.name().matches(INTERNAL) && !matches(link, expressions), address -> true);
    report(
        found,
        "Unable to auto-detect an IPv4 address while excluding " + array(expressions),
        each ->
            "Using autodetected IPv4 address on interface %s: %s while skipping matching interfaces"
                .formatted(each.link().name(), each.address()));
    return found;
  }

  private Optional<Found> byRange(List<String> ranges, String method) {
    for (String range : ranges) {
      if (Ipv4Prefix.block(range).isEmpty()) {
        log.error(
            "startup/autodetection_methods.go 65",
            "Invalid CIDR \"%s\" for IP autodetection method: %s".formatted(range, method));
        return Optional.empty();
      }
    }
    Optional<Found> found =
        first(
            link -> true,
            address ->
                ranges.stream()
                    .anyMatch(range -> Ipv4Prefix.parse(range).contains(address.address())));
    report(
        found,
        "Unable to auto-detect an IPv4 address using interface cidr " + array(ranges),
        each ->
            "Using autodetected IPv4 address %s on interface %s matching cidrs %s"
                .formatted(each.address(), each.link().name(), array(ranges)));
    return found;
  }

  private Optional<Found> byAddress(String text) {
    String address = text.replaceFirst("/.*", "");
    Optional<Found> found = first(link -> true, each -> each.address().toString().equals(address));
    if (found.isEmpty()) {
      log.warning(
          "startup/autodetection_methods.go 246",
          "Unable to find matching host interface for IP " + address);
    }
    return found;
  }

  private Optional<Found> first(Predicate<Link> links, Predicate<Ipv4Prefix> addresses) {
    return process.network().links().all().stream()
        .filter(links)
        .flatMap(
            link ->
                link.addresses().stream()
                    .map(LinkAddress::local)
                    .filter(address -> !address.address().isLoopback())
                    .filter(addresses)
                    .map(address -> new Found(link, address)))
        .findFirst();
  }

  /** Go's regular expressions match anywhere in a name. */
  private static boolean matches(Link link, List<String> expressions) {
    return expressions.stream().anyMatch(each -> link.name().matches(".*(?:" + each + ").*"));
  }

  private void report(Optional<Found> found, String failure, Function<Found, String> success) {
    if (found.isPresent()) {
      log.info("startup/autodetection_methods.go 103", success.apply(found.get()));
    } else {
      log.warning(
          "startup/autodetection_methods.go 115", failure + ": no valid host interfaces found");
    }
  }

  private static String array(List<String> words) {
    return "[" + String.join(" ", words) + "]";
  }
}
