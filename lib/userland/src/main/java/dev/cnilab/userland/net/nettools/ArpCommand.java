package dev.cnilab.userland.net.nettools;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.neighbor.NeighborEntry;
import dev.cnilab.netsim.neighbor.NeighborState;
import dev.cnilab.userland.command.GetOpt;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code arp} of net-tools and of busybox. */
public final class ArpCommand implements Program {
  private static final int FAILED = 255;
  private final boolean busybox;
  private final String usage;

  private ArpCommand(boolean busybox, String usage) {
    this.busybox = busybox;
    this.usage = usage;
  }

  /** The net-tools version. */
  public static ArpCommand ofNetTools() {
    return new ArpCommand(false, "");
  }

  /** The busybox version. */
  public static ArpCommand ofBusybox(String banner) {
    return new ArpCommand(true, banner + "\n\n" + Usage.text("busybox-arp"));
  }

  @Override
  public int run(Process process) throws IOException {
    try {
      GetOpt given = given(process);
      if (given.has('s')) {
        add(process, given);
      } else if (given.has('d')) {
        return delete(process, given);
      } else {
        show(process, given);
      }
      return 0;
    } catch (CommandFailure failure) {
      process.err().println(failure.text());
      return failure.status();
    } catch (ErrnoException refused) {
      String request = process.arguments().contains("-d") ? "SIOCDARP(dontpub): " : "SIOCSARP: ";
      process.err().println(request + refused.errno().text());
      return FAILED;
    }
  }

  private GetOpt given(Process process) throws ProgramException {
    List<String> words = process.arguments();
    if (!busybox) {
      return GetOpt.of(Options.of(Invocation.ofDebian(process), "AHptiadsnDve").parse());
    }
    GetOpt given =
        GetOpt.parse(
            "arp", words.subList(1, words.size()), "A:H:p:t:i:adsnDv", GetOpt.Order.PERMUTE);
    if (given.error().isPresent()) {
      throw CommandFailure.of(1, given.error().get() + "\n" + usage);
    }
    return given;
  }

  private Ipv4Address address(Process process, String word) {
    try {
      return new Resolver(process).find(word).address();
    } catch (LookupFailure unknown) {
      throw CommandFailure.of(
          FAILED, word + (busybox ? ": Unknown host" : ": Host name lookup failure"));
    }
  }

  private void show(Process process, GetOpt given) {
    ArpTable table = new ArpTable(process, given.has('n'));
    Optional<Ipv4Address> only =
        given.operands().stream().findFirst().map(word -> address(process, word));
    Optional<String> device = given.argument('i');
    List<NeighborEntry> entries =
        process.network().neighbors().list().stream()
            .filter(each -> each.state() != NeighborState.NOARP)
            .filter(each -> each.state() != NeighborState.NONE)
            .filter(each -> only.map(each.address()::equals).orElse(true))
            .filter(each -> device.map(each.link().name()::equals).orElse(true))
            .toList();
    if (entries.isEmpty() && only.isPresent()) {
      String word = given.operands().getFirst();
      process.out().println(word + " (" + only.get() + ") -- no entry");
    } else if (entries.isEmpty() && device.isPresent()) {
      process.out().println("arp: in 0 entries no match found.");
    } else if (busybox) {
      process.out().print(table.lines(entries, " "));
    } else {
      process.out().print(given.has('a') ? table.lines(entries, "") : table.table(entries));
    }
  }

  private static Optional<Link> link(Process process, GetOpt given, Ipv4Address address) {
    return given
        .argument('i')
        .flatMap(process.network().links()::find)
        .or(
            () ->
                process.network().links().all().stream()
                    .filter(
                        link ->
                            link.addresses().stream()
                                .anyMatch(own -> own.local().contains(address)))
                    .findFirst());
  }

  private void add(Process process, GetOpt given) {
    if (given.operands().size() < 2) {
      throw CommandFailure.of(busybox ? 1 : FAILED, "arp: need hardware address");
    }
    Ipv4Address address = address(process, given.operands().getFirst());
    MacAddress mac;
    try {
      mac = MacAddress.parse(given.operands().get(1));
    } catch (IllegalArgumentException malformed) {
      throw CommandFailure.of(busybox ? 1 : FAILED, "arp: invalid hardware address");
    }
    Link link =
        link(process, given, address)
            .orElseThrow(
                () ->
                    CommandFailure.of(
                        busybox ? 1 : FAILED,
                        (busybox ? "arp: " : "") + "SIOCSARP: Network is unreachable"));
    process.network().neighbors().replace(address, link, mac, NeighborState.PERMANENT);
  }

  private int delete(Process process, GetOpt given) {
    if (given.operands().isEmpty()) {
      throw CommandFailure.of(busybox ? 1 : FAILED, "arp: need host name");
    }
    Ipv4Address address = address(process, given.operands().getFirst());
    Optional<NeighborEntry> entry =
        process.network().neighbors().list().stream()
            .filter(each -> each.address().equals(address))
            .findFirst();
    if (!process.credentials().can(Capability.NET_ADMIN)) {
      throw new ErrnoException(Errno.EPERM);
    }
    if (entry.isEmpty() && busybox) {
      throw CommandFailure.refused("arp: SIOCDARP(pub): No such file or directory");
    }
    if (entry.isEmpty()) {
      process.out().println("No ARP entry for " + address);
      return FAILED;
    }
    process.network().neighbors().delete(address, entry.get().link());
    return 0;
  }
}
