package dev.cnilab.userland.net.bridge;

import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.BridgePort;
import dev.cnilab.netsim.link.BridgePort.State;
import dev.cnilab.netsim.link.BridgePort.Switch;
import dev.cnilab.netsim.link.Datapath;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.CommandReport;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.link.report.LinkTitle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code bridge link}. */
final class PortCommand {
  private final IprouteInvocation invocation;

  PortCommand(IprouteInvocation invocation) {
    this.invocation = invocation;
  }

  void run(Arguments arguments) {
    if (arguments.isEmpty()) {
      show(arguments);
    } else if (arguments.takeMatching("set", "change")) {
      set(arguments);
    } else if (arguments.takeMatching("show", "lst", "list")) {
      show(arguments);
    } else if (arguments.takeMatching("help")) {
      throw CommandFailure.usage(Usage.text("bridge-link"));
    } else {
      throw CommandFailure.unknown(arguments.next(), "bridge link");
    }
  }

  private void show(Arguments arguments) {
    Link only = null;
    while (!arguments.isEmpty()) {
      if (arguments.take("dev")) {
        String name = arguments.next();
        if (only != null) {
          throw CommandFailure.duplicate("dev", name);
        }
        only = invocation.link(name);
      } else {
        arguments.next();
      }
    }
    for (Link link : invocation.links().all()) {
      if (only == null || only == link) {
        link.port().filter(PortCommand::isOfBridge).ifPresent(this::print);
      }
    }
  }

  private static boolean isOfBridge(BridgePort port) {
    return !(port.bridge() instanceof Datapath);
  }

  private void print(BridgePort port) {
    CommandReport out = invocation.report();
    Link link = port.link();
    out.openObject();
    LinkTitle.printPort(link, out);
    out.field("mtu", "mtu %d ", link.mtu());
    out.field("master", "master %s ", port.bridge().name());
    out.field("state", "state %s ", port.state().label());
    out.field("priority", "priority %d ", port.priority());
    out.field("cost", "cost %d ", port.cost());
    if (invocation.settings().detailed()) {
      out.text(invocation.settings().newline() + "    ");
      details(port);
    }
    out.text("\n").closeObject();
  }

  private void details(BridgePort port) {
    onOff(port, Switch.HAIRPIN, Switch.BCAST_FLOOD);
    invocation.report().field("mcast_router", "mcast_router %d ", 1);
    onOff(port, Switch.MCAST_TO_UNICAST, Switch.LOCKED);
  }

  private void onOff(BridgePort port, Switch first, Switch last) {
    EnumSet.range(first, last).forEach(each -> onOff(each.label(), port.is(each)));
  }

  private void onOff(String key, boolean on) {
    invocation.report().json(key, on).text(key + (on ? " on " : " off "));
  }

  private void set(Arguments arguments) {
    String device = null;
    List<Consumer<BridgePort>> changes = new ArrayList<>();
    while (!arguments.isEmpty()) {
      if (arguments.take("dev")) {
        device = arguments.next();
      } else if (!takeValue(arguments)) {
        Consumer<BridgePort> change = change(arguments);
        if (change != null) {
          changes.add(change);
        }
      }
    }
    if (device == null) {
      throw CommandFailure.refused("Device is a required argument.");
    }
    String name = device;
    Link link =
        invocation
            .links()
            .find(name)
            .orElseThrow(
                () -> CommandFailure.refused("Cannot find bridge device \"" + name + "\""));
    Caller.requireAdministrator();
    BridgePort port =
        link.port()
            .filter(PortCommand::isOfBridge)
            .orElseThrow(() -> new ErrnoException(Errno.EOPNOTSUPP));
    changes.forEach(each -> each.accept(port));
  }

  private static boolean takeValue(Arguments arguments) {
    if (arguments.take("self") || arguments.take("master") || arguments.take("nobackup_port")) {
      return true;
    }
    for (String key : new String[] {"mcast_router", "hwmode", "backup_port"}) {
      if (arguments.take(key)) {
        arguments.next();
        return true;
      }
    }
    return false;
  }

  private static @Nullable Consumer<BridgePort> change(Arguments arguments) {
    String key = arguments.next();
    if (key.equals("learning_sync")) {
      onOff(arguments, key);
      return null;
    }
    Optional<Switch> onOff = Switch.named(key).filter(each -> each.compareTo(Switch.LOCKED) <= 0);
    if (onOff.isPresent()) {
      boolean on = onOff(arguments, key);
      return port -> port.set(onOff.get(), on);
    }
    return switch (key) {
      case "cost" -> {
        int cost = (int) arguments.number(0, 0xffff_ffffL, "invalid cost");
        // The request to the kernel contains only a positive cost (bridge/link.c, brlink_modify).
        yield cost > 0 ? port -> port.setCost(cost) : port -> {};
      }
      case "priority" -> {
        int priority = (int) arguments.number(0, 0xffff, "invalid priority");
        yield port -> port.setPriority(priority);
      }
      case "state" -> {
        State state = state(arguments.next());
        yield port -> port.setState(state);
      }
      default -> throw CommandFailure.usage(Usage.text("bridge-link"));
    };
  }

  /** A state by number or name. */
  private static State state(String word) {
    if (word.matches("[0-4]")) {
      return State.numbered(Integer.parseInt(word));
    }
    if (word.matches("\\d{1,3}") && Integer.parseInt(word) > State.BLOCKING.number()) {
      throw new ErrnoException(Errno.EINVAL);
    }
    return Arrays.stream(State.values())
        .filter(each -> each.label().equals(word))
        .findFirst()
        .orElseThrow(() -> CommandFailure.refused("Error: invalid STP port state"));
  }

  /**
   * Reads on or off; an error has the exit status that results from parse_on_off's {@code -EINVAL}.
   */
  private static boolean onOff(Arguments arguments, String key) {
    String word = arguments.next();
    return switch (word) {
      case "on" -> true;
      case "off" -> false;
      default ->
          throw CommandFailure.of(
              234,
              "Error: argument of \""
                  + key
                  + "\" must be one of \"off\", \"on\", not \""
                  + word
                  + "\"");
    };
  }
}
