package dev.cnilab.userland.net.monitor;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.CommandReport;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.command.iproute.Settings;
import java.util.List;
import java.util.Optional;

/** {@code ip netconf} (ipnetconf.c), which prints plain text whatever was asked for. */
public final class NetconfCommand {
  private static final List<String> GROUPS = List.of("all", "default");

  private NetconfCommand() {}

  public static void run(Arguments arguments, IprouteInvocation asked) {
    if (!arguments.isEmpty() && !arguments.takeMatching("show", "lst", "list")) {
      if (arguments.takeMatching("help")) {
        throw CommandFailure.usage(Usage.text("ip-netconf"));
      }
      throw CommandFailure.unknown(arguments.next(), "ip netconf");
    }
    Optional<Link> only = Optional.empty();
    while (!arguments.isEmpty()) {
      if (arguments.take("dev")) {
        String name = arguments.next();
        only =
            Optional.of(
                asked
                    .links()
                    .find(name)
                    .orElseThrow(
                        () ->
                            CommandFailure.noDevice(
                                name, "Device \"" + name + "\" does not exist.")));
      } else {
        arguments.next(); // anything else is ignored
      }
    }
    IprouteInvocation plain =
        new IprouteInvocation(
            asked.process(),
            asked.settings(),
            CommandReport.of(Settings.DEFAULT, () -> asked.process().work(1)));
    print(new NetconfReport(plain), asked, only);
    asked.process().out().print(plain.report().finish());
  }

  private static void print(NetconfReport report, IprouteInvocation asked, Optional<Link> only) {
    if (only.isPresent()) {
      report.link(only.get());
      return;
    }
    List<Link> links = asked.links().all();
    if (asked.settings().family() != AddressFamily.INET6) {
      links.forEach(report::ipv4);
      GROUPS.forEach(report::ipv4);
    }
    if (asked.settings().family() != AddressFamily.INET) {
      links.forEach(link -> report.ipv6(link.name()));
      GROUPS.forEach(report::ipv6);
    }
  }
}
