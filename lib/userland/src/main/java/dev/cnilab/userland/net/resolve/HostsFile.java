package dev.cnilab.userland.net.resolve;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.file.MountNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The file /etc/hosts; hosts(5). */
public record HostsFile(List<Entry> entries) {
  /**
   * A line.
   *
   * @param names the canonical one first
   */
  public record Entry(Ipv4Address address, List<String> names) {}

  public HostsFile {
    entries = List.copyOf(entries);
  }

  /** The lines with an IPv4 address; none if there is no such file. */
  public static HostsFile read(MountNamespace files) {
    List<Entry> entries = new ArrayList<>();
    try {
      files.readText("/etc/hosts").lines().forEach(line -> parse(line).ifPresent(entries::add));
    } catch (IOException unreadable) {
      return new HostsFile(List.of());
    }
    return new HostsFile(entries);
  }

  private static Optional<Entry> parse(String line) {
    String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
    if (words.length < 2) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Entry(Ipv4Address.parse(words[0]), List.of(words).subList(1, words.length)));
    } catch (IllegalArgumentException notIpv4) {
      return Optional.empty();
    }
  }

  /** The lines that have the name, in any case of letters. */
  public List<Entry> named(String name) {
    return entries.stream()
        .filter(each -> each.names().stream().anyMatch(name::equalsIgnoreCase))
        .toList();
  }

  public Optional<Entry> addressed(Ipv4Address address) {
    return entries.stream().filter(each -> each.address().equals(address)).findFirst();
  }
}
