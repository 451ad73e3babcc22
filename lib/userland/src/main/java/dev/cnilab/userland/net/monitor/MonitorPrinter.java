package dev.cnilab.userland.net.monitor;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.link.LinkListener;
import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.netsim.neighbor.NeighborEntry;
import dev.cnilab.netsim.neighbor.NeighborListener;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.RoutingRule;
import dev.cnilab.netsim.route.fib.RouteListener;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.link.report.LinkNotice;
import dev.cnilab.userland.net.neigh.NeighborReport;
import dev.cnilab.userland.net.route.RouteNotice;
import dev.cnilab.userland.net.route.rule.RuleReport;
import dev.cnilab.userland.process.Process;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Prints changes of a namespace as they happen, each as it was at that moment. */
final class MonitorPrinter implements LinkListener, RouteListener, NeighborListener {
  private final IprouteInvocation invocation;
  private final Process process;
  private final Set<Topic> topics;
  private final boolean labelled;
  private final @Nullable Link only;
  private final Stamp stamp;
  private final WaitQueue arrived;
  private final Deque<String> texts = new ArrayDeque<>();

  /**
   * Prepares a watch.
   *
   * @param labelled whether each change begins with its topic
   * @param only the link to report of; null for all
   */
  MonitorPrinter(
      IprouteInvocation invocation,
      Set<Topic> topics,
      boolean labelled,
      @Nullable Link only,
      Stamp stamp) {
    this.invocation = invocation;
    this.process = invocation.process();
    this.topics = topics;
    this.labelled = labelled;
    this.only = only;
    this.stamp = stamp;
    this.arrived = new WaitQueue(process.loop());
  }

  /** Prints until the process ends. */
  void run() {
    List<Runnable> ends =
        List.of(
            invocation.links().listeners().add(this),
            invocation.network().ipv4().fib().listen(this),
            invocation.network().neighbors().listen(this));
    process.onExit(status -> ends.forEach(Runnable::run));
    while (true) {
      while (texts.isEmpty()) {
        arrived.await();
      }
      process.out().print(texts.remove());
    }
  }

  private void note(Topic topic, String before, Consumer<IprouteInvocation> printing) {
    if (!topics.contains(topic)) {
      return;
    }
    IprouteInvocation own = IprouteInvocation.of(process, invocation.settings());
    printing.accept(own);
    texts.add(
        stamp.of(process.machine().clock().instant())
            + (labelled ? topic.label() : "")
            + before
            + own.report().finish());
    arrived.wakeAll();
  }

  private boolean isOf(Link link) {
    return only == null || only == link;
  }

  private boolean showsIpv4() {
    return invocation.settings().family() != AddressFamily.INET6;
  }

  @Override
  public void linkAdded(Link link) {
    if (isOf(link)) {
      netconf("", own -> new NetconfReport(own).ipv4(link));
      netconf6("", own -> new NetconfReport(own).ipv6(link.name()));
      linkChanged(link);
    }
  }

  @Override
  public void linkChanged(Link link) {
    if (isOf(link)) {
      note(Topic.LINK, "", own -> new LinkNotice(own).link(link));
    }
  }

  @Override
  public void linkRemoved(Link link) {
    if (isOf(link)) {
      netconf("Deleted ", own -> own.report().text("inet " + link.name() + " \n"));
      netconf6("Deleted ", own -> own.report().text("inet6 " + link.name() + " \n"));
      note(Topic.LINK, "Deleted ", own -> new LinkNotice(own).deletedLink(link));
    }
  }

  private void netconf(String before, Consumer<IprouteInvocation> printing) {
    if (showsIpv4()) {
      note(Topic.NETCONF, before, printing);
    }
  }

  private void netconf6(String before, Consumer<IprouteInvocation> printing) {
    if (invocation.settings().family() != AddressFamily.INET) {
      note(Topic.NETCONF, before, printing);
    }
  }

  @Override
  public void addressAdded(Link link, LinkAddress address) {
    if (isOf(link) && showsIpv4()) {
      note(Topic.ADDRESS, "", own -> new LinkNotice(own).address(link, address));
    }
  }

  @Override
  public void addressRemoved(Link link, LinkAddress address) {
    if (isOf(link) && showsIpv4()) {
      note(Topic.ADDRESS, "Deleted ", own -> new LinkNotice(own).address(link, address));
    }
  }

  @Override
  public void routeAdded(int table, Route route) {
    if (isOver(route)) {
      note(Topic.ROUTE, "", own -> new RouteNotice(own).route(table, route));
    }
  }

  @Override
  public void routeDeleted(int table, Route route) {
    if (isOver(route)) {
      note(Topic.ROUTE, "Deleted ", own -> new RouteNotice(own).route(table, route));
    }
  }

  private boolean isOver(Route route) {
    boolean wanted =
        only == null || route.nextHops().stream().anyMatch(hop -> hop.device() == only);
    return wanted && showsIpv4();
  }

  @Override
  public void ruleAdded(RoutingRule rule) {
    if (showsIpv4()) {
      note(Topic.RULE, "", own -> new RuleReport(own).print(rule));
    }
  }

  @Override
  public void ruleDeleted(RoutingRule rule) {
    if (showsIpv4()) {
      note(Topic.RULE, "Deleted ", own -> new RuleReport(own).print(rule));
    }
  }

  @Override
  public void neighborChanged(NeighborEntry entry) {
    if (isOf(entry.link()) && showsIpv4()) {
      note(Topic.NEIGHBOR, "", own -> new NeighborReport(own).print(entry));
    }
  }

  @Override
  public void neighborDeleted(NeighborEntry entry) {
    if (isOf(entry.link()) && showsIpv4()) {
      note(Topic.NEIGHBOR, "Deleted ", own -> new NeighborReport(own).print(entry));
    }
  }
}
