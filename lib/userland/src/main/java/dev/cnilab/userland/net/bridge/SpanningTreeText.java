package dev.cnilab.userland.net.bridge;

import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.BridgePort;
import java.util.Locale;

/**
 * {@code brctl showstp} (brctl_disp.c). Bridges here do not speak the spanning tree protocol: each
 * is its own root, and no timer runs.
 */
final class SpanningTreeText {
  private static final int CENTI = 100;
  private static final String STOPPED = timer(0);

  private SpanningTreeText() {}

  static String of(Bridge bridge) {
    String id = bridge.identifier();
    String age = timer(bridge.number("max_age"));
    String hello = timer(bridge.number("hello_time"));
    String delay = timer(bridge.number("forward_delay"));
    StringBuilder text = new StringBuilder(bridge.name()).append('\n');
    text.append(" bridge id\t\t" + id + "\n designated root\t" + id + "\n");
    text.append(" root port\t\t   0\t\t\tpath cost\t\t   0\n");
    text.append(" max age\t\t" + age + "\t\t\tbridge max age\t\t" + age + "\n");
    text.append(" hello time\t\t" + hello + "\t\t\tbridge hello time\t" + hello + "\n");
    text.append(" forward delay\t\t" + delay + "\t\t\tbridge forward delay\t" + delay + "\n");
    text.append(" ageing time\t\t" + timer(bridge.number("ageing_time")) + "\n");
    text.append(" hello timer\t\t" + STOPPED + "\t\t\ttcn timer\t\t" + STOPPED + "\n");
    text.append(" topology change timer\t" + STOPPED + "\t\t\tgc timer\t\t" + STOPPED + "\n");
    text.append(" flags\t\t\t\n\n\n");
    bridge.ports().stream()
        .sorted((one, other) -> one.link().name().compareTo(other.link().name()))
        .forEach(port -> text.append(of(port, id)));
    return text.toString();
  }

  private static String of(BridgePort port, String root) {
    String id = "%04x".formatted(port.priority() << 10 | port.number());
    String state = port.state().name().toLowerCase(Locale.ROOT);
    return "%s (%d)\n".formatted(port.link().name(), port.number())
        + (" port id\t\t" + id + "\t\t\tstate\t\t%15s\n".formatted(state))
        + (" designated root\t" + root + "\tpath cost\t\t%4d\n".formatted(port.cost()))
        + (" designated bridge\t" + root + "\tmessage age timer\t" + STOPPED + "\n")
        + (" designated port\t" + id + "\t\t\tforward delay timer\t" + STOPPED + "\n")
        + (" designated cost\t   0\t\t\thold timer\t\t" + STOPPED + "\n")
        + " flags\t\t\t\n\n";
  }

  /** A time in hundredths of a second. */
  private static String timer(long hundredths) {
    return "%4d.%02d".formatted(hundredths / CENTI, hundredths % CENTI);
  }
}
