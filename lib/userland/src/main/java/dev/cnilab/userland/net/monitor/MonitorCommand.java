package dev.cnilab.userland.net.monitor;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code ip monitor} (ipmonitor.c). */
public final class MonitorCommand {
  private final IprouteInvocation invocation;
  private final Set<Topic> topics = EnumSet.noneOf(Topic.class);
  private boolean labelled;
  private @Nullable Link device;

  private MonitorCommand(IprouteInvocation invocation) {
    this.invocation = invocation;
  }

  /**
   * Prints changes until a signal ends the process.
   *
   * @param stamped how each is dated
   */
  public static void run(Arguments arguments, IprouteInvocation invocation, Stamp stamped)
      throws IOException {
    if (invocation.report().isJson()) {
      throw CommandFailure.refused("ip -json monitor is not available on this machine");
    }
    MonitorCommand command = new MonitorCommand(invocation);
    while (!arguments.isEmpty()) {
      command.take(arguments);
    }
    Set<Topic> watched =
        command.topics.isEmpty() ? EnumSet.allOf(Topic.class) : EnumSet.copyOf(command.topics);
    new MonitorPrinter(invocation, watched, command.labelled, command.device, stamped).run();
  }

  private void take(Arguments arguments) throws IOException {
    if (arguments.takeMatching("file")) {
      file(arguments.next());
    } else if (arguments.takeMatching("label")) {
      labelled = true;
    } else if (arguments.take("all")) {
      labelled = true;
    } else if (arguments.take("dev")) {
      String name = arguments.next();
      device =
          invocation
              .links()
              .find(name)
              .orElseThrow(() -> CommandFailure.wrong(name, "Device does not exist\n"));
    } else {
      Topic.take(arguments).ifPresentOrElse(topics::add, () -> takeRest(arguments));
    }
  }

  private static void takeRest(Arguments arguments) {
    if (arguments.takeMatching("all-nsid")) {
      throw CommandFailure.refused("ip monitor all-nsid is not available on this machine");
    } else if (arguments.takeMatching("help")) {
      throw CommandFailure.usage(Usage.text("ip-monitor"));
    }
    throw CommandFailure.usage(
        "Argument \"" + arguments.next() + "\" is unknown, try \"ip monitor help\".");
  }

  private void file(String path) throws IOException {
    try {
      invocation.files().readText(path);
    } catch (FileException unreadable) {
      throw CommandFailure.usage("Cannot fopen: " + unreadable.error().text());
    }
    throw CommandFailure.refused("ip monitor file is not available on this machine");
  }
}
