package dev.cnilab.userland.net.link.report;

import dev.cnilab.netsim.address.Ipv6Address;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.command.iproute.Settings;
import java.util.List;
import java.util.Optional;

/** {@code ip link show} and {@code ip addr show}. */
public final class LinkList {
  private final IprouteInvocation invocation;

  public LinkList(IprouteInvocation invocation) {
    this.invocation = invocation;
  }

  public void links(Arguments arguments) {
    IprouteInvocation ofLinks =
        invocation.with(invocation.settings().withFamily(AddressFamily.LINK));
    LinkFilter filter = LinkFilter.parse(arguments, ofLinks, "ip-link");
    LinkReport report = LinkReport.ofLinks(ofLinks);
    for (Link link : invocation.links().all()) {
      if (filter.admits(link)) {
        invocation.report().openObject();
        if (invocation.settings().brief()) {
          report.brief(link);
        } else {
          report.full(link, LinkReport.Hardware.SHOWN);
        }
        invocation.report().closeObject();
      }
    }
  }

  public void addresses(Arguments arguments) {
    LinkFilter filter = LinkFilter.parse(arguments, invocation, "ip-address");
    LinkReport report = LinkReport.ofAddresses(invocation);
    if (filter.family() == AddressFamily.LINK) {
      hardware(filter, report);
      return;
    } else if (filter.family() == AddressFamily.BRIDGE) {
      return;
    }
    for (Link link : invocation.links().all()) {
      List<LinkAddress> addresses =
          link.addresses().stream().filter(each -> filter.admits(link, each)).toList();
      Optional<Ipv6Address> ipv6 = link.inet6().address().filter(own -> filter.admitsIpv6(link));
      if (filter.admits(link, addresses, ipv6)) {
        entry(link, addresses, ipv6, report, filter);
      }
    }
  }

  /** Prints the links with their hardware addresses only. */
  private void hardware(LinkFilter filter, LinkReport report) {
    for (Link link : invocation.links().all()) {
      if (filter.admits(link)) {
        invocation.report().openObject();
        if (invocation.settings().brief()) {
          LinkReport.ofLinks(invocation).brief(link);
        } else {
          report.full(link, LinkReport.Hardware.SHOWN);
        }
        invocation.report().closeObject();
      }
    }
  }

  private void entry(
      Link link,
      List<LinkAddress> addresses,
      Optional<Ipv6Address> ipv6,
      LinkReport report,
      LinkFilter filter) {
    Settings settings = invocation.settings();
    invocation.report().openObject();
    if (settings.brief()) {
      report.brief(link);
    } else if (filter.family() == AddressFamily.INET6
        && !filter.namesDevice()
        && !settings.oneline()) {
      report.ofIpv6(link);
    } else if (!settings.oneline() && !filter.selectsLabel()) {
      report.full(
          link,
          filter.family() == AddressFamily.UNSPEC
              ? LinkReport.Hardware.SHOWN
              : LinkReport.Hardware.HIDDEN);
    }
    invocation.report().openArray("addr_info");
    AddressReport each = new AddressReport(invocation.report(), settings);
    addresses.forEach(address -> each.print(link, address));
    ipv6.ifPresent(address -> each.print(link, address));
    invocation.report().closeArray();
    if (settings.brief()) {
      invocation.report().text("\n");
    }
    if (settings.statistics() > 0 && !settings.oneline() && !settings.brief()) {
      new StatisticsReport(invocation.report(), settings).print(link);
      invocation.report().text("\n");
    }
    invocation.report().closeObject();
  }
}
