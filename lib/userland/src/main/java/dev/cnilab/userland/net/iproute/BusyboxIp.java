package dev.cnilab.userland.net.iproute;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.command.iproute.Numbers;
import dev.cnilab.userland.net.command.iproute.Settings;
import dev.cnilab.userland.net.link.BusyboxLink;
import dev.cnilab.userland.net.link.address.AddressCommand;
import dev.cnilab.userland.net.neigh.NeighborCommand;
import dev.cnilab.userland.net.route.RouteCommand;
import dev.cnilab.userland.net.route.rule.RuleCommand;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.util.List;

/**
 * busybox's {@code ip}: a subset of iproute2's, with shorter lines and other messages.
 *
 * @param banner the first line of its help
 */
public record BusyboxIp(String banner) implements Program {
  private static final List<String> OBJECTS =
      List.of("address", "route", "link", "tunnel", "tunl", "neigh", "rule");

  @Override
  public int run(Process process) {
    List<String> words = process.arguments();
    Arguments arguments = new Arguments(words.subList(1, words.size()));
    String object = "";
    try {
      Settings settings = options(arguments);
      String word = arguments.isEmpty() ? "" : arguments.next();
      object = object(word);
      run(object, arguments, IprouteInvocation.of(process, settings));
      return 0;
    } catch (CommandFailure failure) {
      String complaint = complaint(failure);
      if (!complaint.isEmpty()) {
        process.err().println(complaint);
      }
      return object.equals("link") ? statusOfLink(failure) : 1;
    } catch (ErrnoException refused) {
      process.err().println("ip: RTNETLINK answers: " + refused.errno().text());
      return CommandFailure.KERNEL;
    }
  }

  /** Most errors of {@code ip link} exit with 2. */
  private static int statusOfLink(CommandFailure failure) {
    return failure.status() == CommandFailure.REFUSED
            && failure.reason() == CommandFailure.Reason.OTHER
        ? CommandFailure.REFUSED
        : CommandFailure.KERNEL;
  }

  private static void run(String object, Arguments arguments, IprouteInvocation invocation) {
    switch (object) {
      case "address" -> AddressCommand.run(arguments, invocation);
      case "route" -> RouteCommand.run(arguments, invocation);
      case "link" -> BusyboxLink.run(arguments, invocation);
      case "neigh" -> neigh(arguments, invocation);
      case "rule" -> RuleCommand.run(arguments, invocation);
      default -> {
        // No tunnels of this kind exist here.
      }
    }
    invocation.process().out().print(invocation.report().finish());
  }

  /** Neighbors can only be listed and flushed. */
  private static void neigh(Arguments arguments, IprouteInvocation invocation) {
    String word = arguments.isEmpty() ? "show" : arguments.peek();
    if (!Arguments.matches(word, "show") && !Arguments.matches(word, "flush")) {
      throw CommandFailure.unknown(word, "ip neigh");
    }
    NeighborCommand.run(arguments, invocation);
  }

  private static String object(String word) {
    return OBJECTS.stream()
        .filter(each -> Arguments.matches(word, each))
        .findFirst()
        .orElseThrow(BusyboxIp::help);
  }

  private static CommandFailure help() {
    return CommandFailure.refused(Usage.text("busybox-ip"));
  }

  private static Settings options(Arguments arguments) {
    AddressFamily family = AddressFamily.UNSPEC;
    boolean oneline = false;
    while (!arguments.isEmpty() && arguments.peek().startsWith("-")) {
      String option = arguments.next();
      if (option.length() < 2) {
        throw help();
      }
      switch (option) {
        case "-4" -> family = AddressFamily.INET;
        case "-6" -> family = AddressFamily.INET6;
        case "-0" -> family = AddressFamily.LINK;
        default -> {
          if (Arguments.matches(option, "-oneline")) {
            oneline = true;
          } else if (Arguments.matches(option, "-family") && !arguments.isEmpty()) {
            family = family(arguments.next());
          } else {
            throw help();
          }
        }
      }
    }
    return new Settings(
        family,
        0,
        0,
        oneline,
        false,
        Settings.Format.TEXT,
        Numbers.PLAIN,
        Settings.Dialect.BUSYBOX);
  }

  private static AddressFamily family(String name) {
    AddressFamily family = AddressFamily.named(name);
    if (family == AddressFamily.UNSPEC) {
      throw CommandFailure.wrong(name, "protocol family");
    }
    return family;
  }

  private String complaint(CommandFailure failure) {
    return switch (failure.reason()) {
      case NO_DEVICE -> "ip: can't find device '" + failure.subject() + "'";
      case NOT_A_PREFIX ->
          "ip: an inet prefix is expected rather than \""
              + failure.subject().replaceFirst("/.*", "")
              + "\"";
      case NOT_AN_ADDRESS ->
          "ip: an inet address is expected rather than \"" + failure.subject() + "\"";
      case UNKNOWN_WORD, WRONG -> "ip: invalid argument '" + failure.subject() + "' to 'ip'";
      case DUPLICATE ->
          "ip: either \"dev\" is duplicate, or \"" + failure.subject() + "\" is garbage";
      case INCOMPLETE -> "ip: command line is not complete, try \"help\"";
      case OTHER -> other(failure.text());
    };
  }

  private String other(String text) {
    if (text.startsWith("\nUsage: ip") || text.startsWith("Usage:")) {
      return banner + "\n" + Usage.text("busybox-ip");
    }
    if (text.startsWith("Not enough information: \"dev\"")) {
      return "ip: need \"dev IFACE\"";
    }
    if (text.startsWith("Flush requires")) {
      return "ip: flush requires an argument";
    }
    return text.isEmpty() ? "" : "ip: " + text;
  }
}
