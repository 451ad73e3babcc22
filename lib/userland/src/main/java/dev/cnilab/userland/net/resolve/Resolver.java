package dev.cnilab.userland.net.resolve;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.route.FlowTraits;
import dev.cnilab.userland.process.Process;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** getaddrinfo(3) and gethostbyaddr(3): files first, then DNS. Waits; in a task only. */
public final class Resolver {
  /** The forms of an address that inet_aton(3) accepts. */
  private static final Pattern NUMERIC = Pattern.compile("\\d{1,10}(\\.\\d{1,10}){0,3}");

  private static final int LONGEST = 253;

  private final Process process;

  public Resolver(Process process) {
    this.process = process;
  }

  /**
   * The result of a lookup.
   *
   * @param name the canonical name; the word itself if it is an address
   * @param aliases other names that led there
   * @param addresses at least one
   */
  public record Answer(String name, List<String> aliases, List<Ipv4Address> addresses) {
    public Answer {
      aliases = List.copyOf(aliases);
      addresses = List.copyOf(addresses);
    }

    /** The preferred address. */
    public Ipv4Address address() {
      return addresses.getFirst();
    }
  }

  /**
   * The addresses of a name, as getaddrinfo(3) returns them: those with a route first (RFC 6724,
   * section 6, rule 1).
   *
   * @throws LookupFailure if it has none, or no server answered
   */
  public Answer find(String name) throws LookupFailure {
    Answer found = find(name, List.of(Type.A, Type.AAAA));
    List<Ipv4Address> reachableFirst =
        found.addresses().stream()
            .sorted(Comparator.comparing(each -> !isReachable(each)))
            .toList();
    return new Answer(found.name(), found.aliases(), reachableFirst);
  }

  private boolean isReachable(Ipv4Address address) {
    try {
      process.network().ipv4().pathTo(address, null, null, FlowTraits.NONE);
      return true;
    } catch (ErrnoException noRoute) {
      return false;
    }
  }

  /** Like {@link #find(String)}, querying IPv4 addresses only. */
  public Answer findIpv4(String name) throws LookupFailure {
    return find(name, List.of(Type.A));
  }

  private Answer find(String name, List<Integer> types) throws LookupFailure {
    Optional<Ipv4Address> numeric = numeric(name);
    if (numeric.isPresent()) {
      return new Answer(name, List.of(), List.of(numeric.get()));
    }
    if (name.isEmpty() || name.length() > LONGEST) {
      throw new LookupFailure(LookupFailure.Reason.NO_NAME);
    }
    List<HostsFile.Entry> inFile =
        HostsFile.read(process.files()).named(name).stream()
            .filter(each -> each.ipv4().isPresent())
            .toList();
    if (!inFile.isEmpty()) {
      List<String> names = inFile.getFirst().names();
      return new Answer(
          names.getFirst(),
          names.subList(1, names.size()),
          inFile.stream().flatMap(each -> each.ipv4().stream()).toList());
    }
    return addresses(name, types);
  }

  private Answer addresses(String name, List<Integer> types) throws LookupFailure {
    List<Ipv4Address> addresses = new ArrayList<>();
    Set<String> aliases = new LinkedHashSet<>();
    String canonical = name;
    for (Message answer : new DnsClient(process).search(name, types)) {
      for (Record record : answer.getSection(Section.ANSWER)) {
        String owner = record.getName().toString(true);
        if (record instanceof CNAMERecord) {
          aliases.add(owner);
        } else if (record instanceof ARecord address) {
          addresses.add(ipv4(address.getAddress()));
          canonical = owner;
        }
      }
    }
    if (addresses.isEmpty()) {
      throw new LookupFailure(LookupFailure.Reason.NO_DATA);
    }
    return new Answer(canonical, List.copyOf(aliases), addresses);
  }

  private static Ipv4Address ipv4(InetAddress address) {
    return new Ipv4Address(ByteBuffer.wrap(address.getAddress()).getInt());
  }

  /** The name of an address; empty if it has none. */
  public Optional<String> nameOf(Ipv4Address address) {
    Optional<HostsFile.Entry> inFile = HostsFile.read(process.files()).addressed(address);
    if (inFile.isPresent()) {
      return Optional.of(inFile.get().names().getFirst());
    }
    try {
      return asked(address);
    } catch (LookupFailure unknown) {
      return Optional.empty();
    }
  }

  /**
   * The name of an address, or otherwise the address, as getnameinfo(3) returns it.
   *
   * @throws LookupFailure if no server answered
   */
  public String nameInfo(Ipv4Address address) throws LookupFailure {
    Optional<HostsFile.Entry> inFile = HostsFile.read(process.files()).addressed(address);
    if (inFile.isPresent()) {
      return inFile.get().names().getFirst();
    }
    try {
      return asked(address).orElse(address.toString());
    } catch (LookupFailure unknown) {
      if (unknown.reason() == LookupFailure.Reason.AGAIN) {
        throw unknown;
      }
      return address.toString();
    }
  }

  private Optional<String> asked(Ipv4Address address) throws LookupFailure {
    return new DnsClient(process)
        .search(reverseName(address) + ".", List.of(Type.PTR)).stream()
            .flatMap(answer -> answer.getSection(Section.ANSWER).stream())
            .filter(PTRRecord.class::isInstance)
            .map(record -> ((PTRRecord) record).getTarget().toString(true))
            .findFirst();
  }

  /** The reverse DNS name of an address, without its trailing dot. */
  public static String reverseName(Ipv4Address address) {
    int bits = address.bits();
    return (bits & 0xff)
        + ("." + (bits >> 8 & 0xff) + "." + (bits >> 16 & 0xff) + "." + (bits >>> 24))
        + ".in-addr.arpa";
  }

  /** An address as inet_aton(3) reads it: the last number fills the remaining bytes. */
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
