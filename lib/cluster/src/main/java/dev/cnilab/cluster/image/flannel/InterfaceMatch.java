package dev.cnilab.cluster.image.flannel;

import com.google.re2j.Pattern;
import dev.cnilab.cluster.goregexp.GoPattern;
import dev.cnilab.cluster.goregexp.GoPatternException;
import dev.cnilab.cluster.image.flannel.backend.ExternalInterface;
import dev.cnilab.cluster.image.flannel.subnet.FlanneldExit;
import dev.cnilab.cluster.image.flannel.subnet.FlanneldLog;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.route.NextHop;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.userland.process.Process;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The link to the other nodes, and the address by which they know this one: from {@code --iface},
 * {@code --iface-regex} and {@code --public-ip}, or the link of the default route ({@code
 * pkg/ipmatch}).
 */
final class InterfaceMatch {
  private InterfaceMatch() {}

  /**
   * Finds it.
   *
   * @param publicIp the address to publish; empty for that of the link
   * @throws FlanneldExit if there is none
   */
  static ExternalInterface find(
      Process process, FlanneldFlags flags, String publicIp, FlanneldLog log) throws FlanneldExit {
    boolean chooses = !flags.all("iface").isEmpty() || !flags.all("iface-regex").isEmpty();
    Link link =
        chooses
            ? chosen(process, flags, log)
            : publicIp.isEmpty() ? byDefaultRoute(process, log) : withAddress(process, publicIp);
    Ipv4Address address = link.addresses().getFirst().address();
    log.info(
        "match.go:269", "Using interface with name " + link.name() + " and address " + address);
    Optional<Ipv4Address> given = Ipv4Address.read(publicIp);
    if (given.isEmpty() && !publicIp.isEmpty()) {
      throw none("invalid public IP address: " + publicIp);
    }
    if (given.isPresent()) {
      log.info("match.go:287", "Using " + given.get() + " as external address");
    } else {
      log.info(
          "match.go:291", "Defaulting external address to interface address (" + address + ")");
    }
    return new ExternalInterface(link, address, given.orElse(address));
  }

  private static FlanneldExit none(String why) {
    return new FlanneldExit("main.go:328", "Failed to find any valid interface to use: " + why);
  }

  /** Without a link of its own, it uses the one that has the public address. */
  private static Link withAddress(Process process, String publicIp) throws FlanneldExit {
    String absent =
        Ipv4Address.read(publicIp).isPresent()
            ? "no interface with given IP found"
            : "route ip+net: no such network interface";
    return find(new ArrayList<>(process.network().links().all()), link -> has(link, publicIp))
        .orElseThrow(() -> none("error looking up interface " + publicIp + ": " + absent));
  }

  private static Link byDefaultRoute(Process process, FlanneldLog log) throws FlanneldExit {
    log.info("match.go:211", "Determining IP address of default interface");
    return process.network().routes().list().stream()
        .filter(route -> route.destination().equals(Ipv4Prefix.DEFAULT))
        .map(Route::nextHops)
        .flatMap(List::stream)
        .map(NextHop::device)
        .filter(device -> !device.addresses().isEmpty())
        .findFirst()
        .orElseThrow(() -> none("failed to get default interface: unable to find default route"));
  }

  private static Link chosen(Process process, FlanneldFlags flags, FlanneldLog log)
      throws FlanneldExit {
    List<Link> links = new ArrayList<>(process.network().links().all());
    for (String name : flags.all("iface")) {
      Optional<Link> found = find(links, link -> link.name().equals(name) || has(link, name));
      if (found.isPresent()) {
        return found.get();
      }
      log.info(
          "main.go:336",
          "Could not find valid interface matching %1$s: error looking up interface %1$s: %2$s"
              .formatted(name, "route ip+net: no such network interface"));
    }
    for (String regex : flags.all("iface-regex")) {
      Optional<Link> found = find(links, matching(regex));
      if (found.isPresent()) {
        return found.get();
      }
      log.info(
          "main.go:349",
          "Could not find valid interface matching %1$s: could not match pattern %1$s to any of the"
                  .formatted(regex)
              + " available network interfaces ("
              + available(links)
              + ")");
    }
    throw new FlanneldExit(
        "main.go:367",
        "Failed to find interface to use that matches the interfaces and/or regexes provided");
  }

  private static Optional<Link> find(List<Link> links, Predicate<Link> which) {
    return links.stream().filter(link -> !link.addresses().isEmpty()).filter(which).findFirst();
  }

  private static boolean has(Link link, String address) {
    return link.addresses().stream().anyMatch(each -> each.address().toString().equals(address));
  }

  private static Predicate<Link> matching(String regex) {
    try {
      Pattern pattern = GoPattern.compile(regex);
      return link ->
          pattern.matcher(link.name()).find()
              || link.addresses().stream()
                  .anyMatch(each -> pattern.matcher(each.address().toString()).find());
    } catch (GoPatternException unusable) {
      return link -> false;
    }
  }

  private static String available(List<Link> links) {
    return String.join(
        ", ",
        links.stream()
            .map(
                link ->
                    link.name()
                        + ":"
                        + link.addresses().stream().map(each -> each.address().toString()).toList())
            .toList());
  }
}
