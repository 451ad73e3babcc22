package dev.cnilab.userland.net.link.address;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.link.report.LinkFilter;
import dev.cnilab.userland.net.link.report.LinkList;
import java.util.List;

/** {@code ip address}. */
public final class AddressCommand {
  private static final String USAGE = "ip-address";

  private static final int FLUSH_REFUSED = 255;

  /** The work of a deletion, in microseconds. */
  private static final int DELETION = 5;

  private final IprouteInvocation invocation;

  private AddressCommand(IprouteInvocation invocation) {
    this.invocation = invocation;
  }

  public static void run(Arguments arguments, IprouteInvocation invocation) {
    new AddressCommand(invocation).run(arguments);
  }

  private void run(Arguments arguments) {
    if (arguments.isEmpty()) {
      new LinkList(invocation).addresses(arguments);
    } else if (arguments.takeMatching("add")) {
      add(AddressRequest.parse(arguments, invocation));
    } else if (arguments.takeMatching("change", "replace") || arguments.take("chg")) {
      replace(AddressRequest.parse(arguments, invocation));
    } else if (arguments.takeMatching("delete")) {
      delete(AddressRequest.parse(arguments, invocation));
    } else if (arguments.takeMatching("list", "show", "lst")) {
      new LinkList(invocation).addresses(arguments);
    } else if (arguments.takeMatching("flush")) {
      flush(arguments);
    } else if (arguments.takeMatching("help")) {
      throw CommandFailure.usage(Usage.text(USAGE));
    } else {
      throw CommandFailure.unknown(arguments.next(), "ip address");
    }
  }

  private static void add(AddressRequest request) {
    request.link().inet().add(request.address());
  }

  private static void replace(AddressRequest request) {
    request.link().inet().replace(request.address());
  }

  private void delete(AddressRequest request) {
    if (request.lengthGiven() || invocation.settings().isBusybox()) {
      request.link().inet().remove(request.requireLocal());
      return;
    }
    String host = request.word();
    invocation.warn(
        "Warning: Executing wildcard deletion to stay compatible with old scripts.\n"
            + ("         Explicitly specify the prefix length (" + host + "/32)")
            + " to avoid this warning.\n"
            + "         This special behaviour is likely to disappear in further releases,\n"
            + "         fix your scripts!");
    LinkAddress found =
        request.link().addresses().stream()
            .filter(each -> each.address().equals(request.requireLocal().address()))
            .findFirst()
            .orElseThrow(() -> new ErrnoException(Errno.EADDRNOTAVAIL, "ipv4: Address not found."));
    request.link().inet().remove(found.local());
  }

  private void flush(Arguments arguments) {
    if (arguments.isEmpty()) {
      throw CommandFailure.refused("Flush requires arguments.");
    }
    if (invocation.settings().family() == AddressFamily.LINK) {
      throw CommandFailure.refused("Cannot flush link addresses.");
    }
    invocation.requireFlushing(FLUSH_REFUSED);
    LinkFilter filter = LinkFilter.parse(arguments, invocation, USAGE);
    int rounds = 0;
    int removed = round(filter);
    while (removed > 0) {
      rounds++;
      if (invocation.settings().statistics() > 0) {
        invocation
            .report()
            .text("\n*** Round " + rounds + ", deleting " + removed + " addresses ***\n");
      }
      removed = round(filter);
    }
    if (invocation.settings().statistics() > 0) {
      String complete =
          "*** Flush is complete after " + rounds + " round" + (rounds > 1 ? "s" : "");
      invocation.report().text(rounds == 0 ? "Nothing to flush.\n" : complete + " ***\n");
    }
  }

  /** Deletes the matching addresses once; a deletion may remove secondary addresses too. */
  private int round(LinkFilter filter) {
    int removed = 0;
    for (Link link : invocation.links().all()) {
      List<LinkAddress> present =
          filter.admits(link)
              ? link.addresses().stream().filter(each -> filter.admits(link, each)).toList()
              : List.of();
      for (LinkAddress address : present) {
        invocation.process().work(DELETION);
        if (link.inet().in(address.network()).stream()
            .anyMatch(each -> each.local().equals(address.local()))) {
          link.inet().remove(address.local());
        }
        removed++;
      }
      if (filter.admits(link) && filter.admitsIpv6(link) && link.inet6().address().isPresent()) {
        link.inet6().delete();
        removed++;
      }
    }
    return removed;
  }
}
