package dev.cnilab.userland.net.resolve;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.process.Process;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** getaddrinfo(3) and gethostbyaddr(3): files first, then DNS. Waits; in a task only. */
public final class Resolver {
  /** What inet_aton(3) takes for an address. */
  private static final Pattern NUMERIC = Pattern.compile("\\d{1,10}(\\.\\d{1,10}){0,3}");

  private final Process process;

  public Resolver(Process process) {
    this.process = process;
  }

  /**
   * What a name means.
   *
   * @param name the canonical name; the word itself if that is an address
   * @param addresses at least one
   */
  public record Answer(String name, List<Ipv4Address> addresses) {
    public Answer {
      addresses = List.copyOf(addresses);
    }

    /** The one to use. */
    public Ipv4Address address() {
      return addresses.getFirst();
    }
  }

  /**
   * The addresses of a name.
   *
   * @throws LookupFailure if it has none, or nobody could be asked
   */
  public Answer find(String name) throws LookupFailure {
    Optional<Ipv4Address> numeric = numeric(name);
    if (numeric.isPresent()) {
      return new Answer(name, List.of(numeric.get()));
    }
    if (name.isEmpty() || name.length() > 253 || NUMERIC.matcher(name).matches()) {
      throw new LookupFailure(LookupFailure.Reason.NO_NAME);
    }
    List<HostsFile.Entry> inFile = HostsFile.read(process.files()).named(name);
    if (!inFile.isEmpty()) {
      return new Answer(
          inFile.getFirst().names().getFirst(),
          inFile.stream().map(HostsFile.Entry::address).toList());
    }
    return new DnsClient(process).addresses(name);
  }

  /** The name of an address; empty if nobody knows one. */
  public Optional<String> nameOf(Ipv4Address address) {
    Optional<HostsFile.Entry> inFile = HostsFile.read(process.files()).addressed(address);
    if (inFile.isPresent()) {
      return Optional.of(inFile.get().names().getFirst());
    }
    return new DnsClient(process).nameOf(address);
  }

  /** An address as inet_aton(3) reads it: the last number fills what the others left. */
  public static Optional<Ipv4Address> numeric(String word) {
    if (!NUMERIC.matcher(word).matches()) {
      return Optional.empty();
    }
    String[] parts = word.split("\\.", -1);
    long bits = 0;
    for (int i = 0; i < parts.length; i++) {
      long part = Long.parseLong(parts[i]);
      boolean last = i == parts.length - 1;
      int width = last ? 8 * (4 - i) : 8;
      if (part >= 1L << width) {
        return Optional.empty();
      }
      bits = bits << width | part;
    }
    return Optional.of(new Ipv4Address((int) bits));
  }
}
