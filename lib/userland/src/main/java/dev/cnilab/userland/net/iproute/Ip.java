package dev.cnilab.userland.net.iproute;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.command.iproute.KernelAnswer;
import dev.cnilab.userland.net.command.iproute.NamedNamespaces;
import dev.cnilab.userland.net.link.LinkCommand;
import dev.cnilab.userland.net.link.address.AddressCommand;
import dev.cnilab.userland.net.link.address.MulticastCommand;
import dev.cnilab.userland.net.monitor.MonitorCommand;
import dev.cnilab.userland.net.monitor.NetconfCommand;
import dev.cnilab.userland.net.neigh.NeighborCommand;
import dev.cnilab.userland.net.route.RouteCommand;
import dev.cnilab.userland.net.route.rule.RuleCommand;
import dev.cnilab.userland.process.NetworkNamespaceFile;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.util.List;

/** {@code ip} of iproute2 6.1, as in Debian 12. */
public final class Ip implements Program {
  /** The objects in the order in which {@code ip} tries to match an abbreviation. */
  private static final List<String> OBJECTS =
      List.of(
          "address",
          "addrlabel",
          "maddress",
          "route",
          "rule",
          "neighbor",
          "neighbour",
          "ntable",
          "ntbl",
          "link",
          "l2tp",
          "fou",
          "ila",
          "macsec",
          "tunnel",
          "tunl",
          "tuntap",
          "tap",
          "token",
          "tcpmetrics",
          "tcp_metrics",
          "monitor",
          "xfrm",
          "mroute",
          "mrule",
          "netns",
          "netconf",
          "vrf",
          "sr",
          "nexthop",
          "mptcp",
          "ioam",
          "help",
          "stats");

  @Override
  public int run(Process process) throws IOException {
    try {
      List<String> words = process.arguments();
      return run(process, new Arguments(words.subList(1, words.size())));
    } catch (CommandFailure failure) {
      process.err().print(failure.text().isEmpty() ? "" : failure.text() + "\n");
      return failure.status();
    } catch (ErrnoException refused) {
      process.err().println(KernelAnswer.text(refused));
      return CommandFailure.KERNEL;
    }
  }

  private static int run(Process process, Arguments arguments) throws IOException {
    IpOptions options = IpOptions.parse(arguments);
    if (options.asksForVersion()) {
      process.out().println("ip utility, iproute2-6.1.0, libbpf 1.1.2");
      return 0;
    }
    if (options.namespace().isPresent()) {
      enter(process, options.namespace().get());
    }
    if (options.batch().isPresent()) {
      return new Batch(process, options.force(), line -> object(process, options, line))
          .run(options.batch().get());
    }
    if (arguments.isEmpty()) {
      throw CommandFailure.usage(Usage.text("ip"));
    }
    return object(process, options, arguments);
  }

  private static void enter(Process process, String name) {
    NetworkNamespace network =
        NetworkNamespaceFile.find(process.files(), NamedNamespaces.path(name))
            .orElseThrow(() -> NetnsExec.unknown(name));
    NetnsExec.requireEntering(process, name);
    process.enter(process.namespaces().with(network));
  }

  private static int object(Process process, IpOptions options, Arguments arguments)
      throws IOException {
    String word = arguments.next();
    String object =
        OBJECTS.stream().filter(each -> Arguments.matches(word, each)).findFirst().orElse("");
    IprouteInvocation invocation = IprouteInvocation.of(process, options.settings());
    switch (object) {
      case "address" -> AddressCommand.run(arguments, invocation);
      case "link" -> LinkCommand.run(arguments, invocation);
      case "route" -> RouteCommand.run(arguments, invocation);
      case "rule" -> RuleCommand.run(arguments, invocation);
      case "neighbor", "neighbour" -> NeighborCommand.run(arguments, invocation);
      case "maddress" -> MulticastCommand.run(arguments, invocation);
      case "monitor" -> MonitorCommand.run(arguments, invocation, options.stamp());
      case "netconf" -> {
        NetconfCommand.run(arguments, invocation);
        return 0;
      }
      case "netns" -> {
        return new NetnsCommand(invocation, options.all()).run(arguments);
      }
      case "help" -> throw CommandFailure.usage(Usage.text("ip"));
      case "" ->
          throw CommandFailure.refused("Object \"" + word + "\" is unknown, try \"ip help\".");
      default -> {
        return UnsupportedObjects.run(process, object, arguments);
      }
    }
    process.out().print(invocation.report().finish());
    return 0;
  }
}
