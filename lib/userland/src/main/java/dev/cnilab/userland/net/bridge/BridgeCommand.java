package dev.cnilab.userland.net.bridge;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.command.iproute.KernelAnswer;
import dev.cnilab.userland.net.command.iproute.NamedNamespaces;
import dev.cnilab.userland.net.command.iproute.Numbers;
import dev.cnilab.userland.net.command.iproute.Settings;
import dev.cnilab.userland.net.command.iproute.Settings.Format;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.NetworkNamespaceFile;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.util.List;

/** {@code bridge} of iproute2 6.1. Unlike {@code ip} it ends most failures with status 255. */
public final class BridgeCommand implements Program {
  private static final String VERSION = "bridge utility, 6.1.0";
  private static final List<String> OBJECTS =
      List.of("link", "fdb", "mdb", "vlan", "vni", "monitor", "help");

  @Override
  public int run(Process process) {
    try {
      List<String> words = process.arguments();
      Arguments arguments = new Arguments(words.subList(1, words.size()));
      IprouteInvocation invocation = IprouteInvocation.of(process, settings(arguments, process));
      object(arguments, invocation);
      process.out().print(invocation.report().finish());
      return 0;
    } catch (CommandFailure failure) {
      (failure.status() == 0 ? process.out() : process.err()).println(failure.text());
      return failure.status() == CommandFailure.REFUSED ? refusal(failure) : failure.status();
    } catch (ErrnoException refused) {
      process.err().println(KernelAnswer.text(refused));
      return CommandFailure.USAGE;
    }
  }

  /**
   * Maps {@code ip}'s exit status 1 to -1, except for an invalid address, where both exit with 1.
   */
  private static int refusal(CommandFailure failure) {
    return failure.reason() == CommandFailure.Reason.NOT_AN_ADDRESS
        ? CommandFailure.REFUSED
        : CommandFailure.USAGE;
  }

  private static void object(Arguments arguments, IprouteInvocation invocation) {
    if (arguments.isEmpty()) {
      throw CommandFailure.usage(Usage.text("bridge"));
    }
    String word = arguments.next();
    String object =
        OBJECTS.stream().filter(each -> Arguments.matches(word, each)).findFirst().orElse("");
    switch (object) {
      case "link" -> new PortCommand(invocation).run(arguments);
      case "fdb" -> new FdbCommand(invocation).run(arguments);
      case "vlan" -> vlan(arguments, invocation);
      case "monitor" ->
          throw CommandFailure.usage("bridge monitor is not available on this machine");
      case "mdb" -> {
        if (invocation.report().isJson()) {
          invocation.report().openObject().openArray("mdb").closeArray();
          invocation.report().openObject("router").closeObject().closeObject();
        }
      }
      case "help" -> throw CommandFailure.usage(Usage.text("bridge"));
      case "" ->
          throw CommandFailure.usage("Object \"" + word + "\" is unknown, try \"bridge help\".");
      default -> {
        // Bridges here have no multicast snooping and no VNI filters, so there is nothing to show.
      }
    }
  }

  /** Bridges here cannot filter by VLAN, as in a kernel without CONFIG_BRIDGE_VLAN_FILTERING. */
  private static void vlan(Arguments arguments, IprouteInvocation invocation) {
    if (arguments.takeMatching("add", "delete", "set", "global")) {
      throw new ErrnoException(Errno.EOPNOTSUPP);
    }
    invocation.report().text("port              vlan-id  \n");
  }

  private static Settings settings(Arguments arguments, Process process) {
    int statistics = 0;
    int details = 0;
    boolean oneline = false;
    boolean json = false;
    boolean pretty = false;
    while (!arguments.isEmpty() && arguments.peek().startsWith("-")) {
      String word = arguments.next();
      String option = word.startsWith("--") ? word.substring(1) : word;
      if (word.equals("--")) {
        break;
      } else if (is(option, "-help")) {
        throw CommandFailure.usage(Usage.text("bridge"));
      } else if (is(option, "-Version")) {
        throw CommandFailure.of(0, VERSION);
      } else if (is(option, "-stats") || is(option, "-statistics")) {
        statistics++;
      } else if (is(option, "-details")) {
        details++;
      } else if (is(option, "-oneline")) {
        oneline = true;
      } else if (is(option, "-json")) {
        json = true;
      } else if (is(option, "-pretty")) {
        pretty = true;
      } else if (is(option, "-netns")) {
        enter(process, arguments.next());
      } else if (!isWithoutEffect(option)) {
        throw CommandFailure.usage("Option \"" + option + "\" is unknown, try \"bridge help\".");
      }
    }
    Format format = pretty ? Format.PRETTY_JSON : Format.JSON;
    return new Settings(
        AddressFamily.UNSPEC,
        statistics,
        details,
        oneline,
        false,
        json ? format : Format.TEXT,
        Numbers.PLAIN,
        Settings.Dialect.IPROUTE2);
  }

  private static boolean is(String option, String full) {
    return option.length() > 1 && Arguments.matches(option, full);
  }

  private static boolean isWithoutEffect(String option) {
    return is(option, "-timestamp")
        || is(option, "-compressvlans")
        || is(option, "-force")
        || is(option, "-color")
        || option.equals("-4")
        || option.equals("-6");
  }

  private static void enter(Process process, String name) {
    NetworkNamespace network =
        NetworkNamespaceFile.find(process.files(), NamedNamespaces.path(name))
            .orElseThrow(
                () ->
                    CommandFailure.usage(
                        "Cannot open network namespace \""
                            + name
                            + "\": No such file or directory"));
    if (!process.credentials().can(Capability.SYS_ADMIN)) {
      throw CommandFailure.usage(
          "setting the network namespace \"" + name + "\" failed: Operation not permitted");
    }
    process.enter(process.namespaces().with(network));
  }
}
