package dev.cnilab.userland.net.dns.getent;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv6Address;
import dev.cnilab.userland.net.resolve.DnsClient;
import dev.cnilab.userland.net.resolve.HostsFile;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.process.Process;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.Type;

/** The database of hosts: /etc/hosts, then DNS. */
final class HostDatabase {
  private final Process process;
  private final boolean usesFile;
  private final boolean usesDns;

  /**
   * Creates the database.
   *
   * @param service the only source to use, if one is named
   */
  HostDatabase(Process process, Optional<String> service) {
    this.process = process;
    this.usesFile = service.isEmpty() || service.get().contains("files");
    this.usesDns = service.isEmpty() || service.get().contains("dns");
  }

  /** The lines of the file. IPv6's loopback address is listed as IPv4's, as in gethostent(3). */
  List<String> all() {
    return HostsFile.read(process.files()).entries().stream()
        .filter(each -> each.ipv4().isPresent() || each.address().equals(Ipv6Address.LOOPBACK))
        .map(each -> line(each.ipv4().orElse(Ipv4Address.LOOPBACK), each.names()))
        .toList();
  }

  private static String line(Object address, List<String> names) {
    return String.format(Locale.ROOT, "%-15s %s", address, String.join(" ", names));
  }

  /** The entry of a name or an address; an IPv6 address is preferred (gethostbyname2, getent.c). */
  List<String> entries(String key) {
    Optional<Ipv4Address> dotted = Ipv4Address.read(key);
    if (dotted.isPresent()) {
      return ofAddress(dotted.get());
    }
    Optional<Ipv4Address> numeric = Resolver.numeric(key);
    if (numeric.isPresent()) {
      return List.of(line(numeric.get(), List.of(key)));
    }
    List<HostsFile.Entry> inFile =
        usesFile ? HostsFile.read(process.files()).named(key) : List.of();
    Optional<HostsFile.Entry> ipv6 =
        inFile.stream().filter(each -> each.ipv4().isEmpty()).findFirst();
    if (ipv6.isPresent()) {
      return List.of(line(ipv6.get().address(), ipv6.get().names()));
    }
    if (!inFile.isEmpty()) {
      List<String> names = inFile.getFirst().names();
      return inFile.stream().map(each -> line(each.address(), names)).toList();
    }
    return usesDns ? byName(key) : List.of();
  }

  private List<String> ofAddress(Ipv4Address address) {
    if (usesFile) {
      Optional<HostsFile.Entry> inFile = HostsFile.read(process.files()).addressed(address);
      if (inFile.isPresent()) {
        return List.of(line(address, inFile.get().names()));
      }
    }
    return usesDns
        ? new Resolver(process)
            .nameOf(address).map(name -> line(address, List.of(name))).stream().toList()
        : List.of();
  }

  private List<String> byName(String key) {
    try {
      new DnsClient(process).search(key, List.of(Type.AAAA));
    } catch (LookupFailure none) {
      // The usual case: then an IPv4 address is looked up.
    }
    try {
      Resolver.Answer found = new Resolver(process).findIpv4(key);
      List<String> names = new ArrayList<>(List.of(found.name()));
      names.addAll(found.aliases());
      return found.addresses().stream().map(each -> line(each, names)).toList();
    } catch (LookupFailure unknown) {
      return List.of();
    }
  }

  /** The addresses of a name as getaddrinfo(3) lists them, one line per socket type. */
  List<String> sockets(String key) {
    try {
      Resolver.Answer found = new Resolver(process).findIpv4(key);
      String name = HostsFile.read(process.files()).named(key).isEmpty() ? found.name() : key;
      List<String> lines = new ArrayList<>();
      for (Ipv4Address each : found.addresses()) {
        lines.add(socket(each, "STREAM", each.equals(found.address()) ? name : ""));
        lines.add(socket(each, "DGRAM", ""));
        lines.add(socket(each, "RAW", ""));
      }
      return lines;
    } catch (LookupFailure unknown) {
      return List.of();
    }
  }

  private static String socket(Ipv4Address address, String kind, String name) {
    return String.format(Locale.ROOT, "%-15s %-6s %s", address, kind, name);
  }

  /** The same for IPv6, which is not reachable here. */
  List<String> ipv6Sockets(String key) {
    try {
      new DnsClient(process).search(key, List.of(Type.AAAA));
    } catch (LookupFailure unknown) {
      return List.of();
    }
    return List.of();
  }
}
