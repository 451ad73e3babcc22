package dev.cnilab.userland.net.link;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.BridgePort;
import dev.cnilab.netsim.link.BridgePort.State;
import dev.cnilab.netsim.link.BridgePort.Switch;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import dev.cnilab.userland.net.link.report.LinkKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The arguments of {@code ip link set … type}. */
final class LinkKindSettings {
  private final String kind;
  private final List<Consumer<BridgePort>> changes = new ArrayList<>();
  private Consumer<Bridge> bridge = unchanged -> {};
  private Consumer<Vxlan> vxlan = unchanged -> {};

  private LinkKindSettings(String kind) {
    this.kind = kind;
  }

  static LinkKindSettings parse(String kind, Arguments arguments, IprouteInvocation invocation) {
    LinkKindSettings settings = new LinkKindSettings(kind);
    switch (kind) {
      case "" -> {}
      case "bridge_slave" -> settings.takePort(arguments);
      case "bridge" -> settings.bridge = BridgeWords.take(arguments);
      case "vxlan" -> settings.vxlan = VxlanWords.change(arguments, invocation);
      default -> refuseMore(arguments);
    }
    return settings;
  }

  static void refuseMore(Arguments arguments) {
    if (!arguments.isEmpty()) {
      throw CommandFailure.refused(
          "Garbage instead of arguments \"" + arguments.next() + " ...\". Try \"ip link help\".");
    }
  }

  private void takePort(Arguments arguments) {
    while (!arguments.isEmpty()) {
      String key = arguments.next();
      Optional<Switch> onOff = Switch.named(key.equals("mcast_fast_leave") ? "fastleave" : key);
      if (onOff.isPresent()) {
        boolean on = arguments.onOff(key);
        changes.add(port -> port.set(onOff.get(), on));
        continue;
      }
      switch (key) {
        case "priority" -> {
          int priority = (int) arguments.number(0, 0xffff, "invalid priority");
          changes.add(port -> port.setPriority(priority));
        }
        case "cost" -> {
          int cost = (int) arguments.number(0, 65535, "invalid cost");
          changes.add(port -> port.setCost(cost));
        }
        case "state" -> {
          State state = State.numbered((int) arguments.number(0, 4, "invalid state"));
          changes.add(port -> port.setState(state));
        }
        case "mcast_router", "group_fwd_mask", "backup_port", "fdb_flush" ->
            throw CommandFailure.refused(
                "bridge_slave: \"" + key + "\" is not available on this machine");
        case "nobackup_port" -> {} // as none can be set
        default -> throw CommandFailure.refused("bridge_slave: unknown option \"" + key + "\"?");
      }
    }
  }

  void applyTo(Link link) {
    if (kind.isEmpty()) {
      return;
    }
    if (!LinkKind.matches(link, kind)) {
      throw new ErrnoException(Errno.EOPNOTSUPP);
    }
    link.port().ifPresent(port -> changes.forEach(each -> each.accept(port)));
    if (link instanceof Bridge own) {
      bridge.accept(own);
    }
    if (link instanceof Vxlan tunnel) {
      vxlan.accept(tunnel);
    }
  }
}
