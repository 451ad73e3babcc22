package dev.cnilab.userland.net.resolve;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv6Address;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The file /etc/hosts; hosts(5). */
public record HostsFile(List<Entry> entries) {
  /**
   * A line.
   *
   * @param address an {@link Ipv4Address} or an {@link Ipv6Address}
   * @param names the canonical name first
   */
  public record Entry(Object address, List<String> names) {
    public Entry {
      names = List.copyOf(names);
    }

    /** Its address if that is IPv4. */
    public Optional<Ipv4Address> ipv4() {
      return address instanceof Ipv4Address ipv4 ? Optional.of(ipv4) : Optional.empty();
    }

    boolean hasName(String name) {
      return names.stream().anyMatch(name::equalsIgnoreCase);
    }
  }

  public HostsFile {
    entries = List.copyOf(entries);
  }

  /** The lines with an address; none if the file does not exist. */
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
      Object address =
          words[0].contains(":") ? Ipv6Address.parse(words[0]) : Ipv4Address.parse(words[0]);
      return Optional.of(new Entry(address, List.of(words).subList(1, words.length)));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }

  /** The lines with the name, ignoring case. */
  public List<Entry> named(String name) {
    return entries.stream().filter(each -> each.hasName(name)).toList();
  }

  public Optional<Entry> addressed(Ipv4Address address) {
    return entries.stream().filter(each -> each.address().equals(address)).findFirst();
  }
}
