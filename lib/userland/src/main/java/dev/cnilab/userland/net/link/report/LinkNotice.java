package dev.cnilab.userland.net.link.report;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;

/** Prints links and addresses as {@code ip monitor} does. */
public record LinkNotice(IprouteInvocation invocation) {
  public void link(Link link) {
    LinkReport.ofAddresses(invocation).notice(link);
  }

  /** Prints a link that has just been deleted. */
  public void deletedLink(Link link) {
    LinkReport.ofAddresses(invocation).lastNotice(link);
  }

  /** Prints an address after the name of its link. */
  public void address(Link link, LinkAddress address) {
    if (!invocation.settings().oneline()) {
      invocation.report().text(link.index() + ": " + link.name());
    }
    new AddressReport(invocation.report(), invocation.settings()).print(link, address);
  }
}
