package dev.cnilab.userland.net.ifupdown;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration of one interface: {@code inet.defn} of ifupdown.
 *
 * @param options in the order of the file
 */
record Stanza(String name, String method, List<Map.Entry<String, String>> options) {
  /** The command lines that bring the interface up. */
  List<String> up() throws IOException {
    List<String> lines = new ArrayList<>(values("pre-up"));
    switch (method) {
      case "loopback" -> lines.add("ip link set dev " + name + " up");
      case "manual" -> {}
      case "static" -> {
        String address = option("address").orElse("");
        if (address.isEmpty()) {
          throw new IOException("missing required variable: address");
        }
        lines.add("ip addr add " + address + " broadcast + dev " + name + " label " + name);
        lines.add(
            "ip link set dev " + name + option("mtu").map(mtu -> " mtu " + mtu).orElse("") + " up");
        option("gateway")
            .ifPresent(via -> lines.add("ip route add default via " + via + " dev " + name));
      }
      default -> throw new IOException("unknown method \"" + method + "\"");
    }
    lines.addAll(values("up"));
    lines.addAll(values("post-up"));
    return lines;
  }

  /** The command lines that take the interface down. */
  List<String> down() {
    List<String> lines = new ArrayList<>(values("pre-down"));
    lines.addAll(values("down"));
    if (method.equals("static")) {
      lines.add("ip addr flush dev " + name);
    }
    if (!method.equals("manual")) {
      lines.add("ip link set dev " + name + " down");
    }
    lines.addAll(values("post-down"));
    return lines;
  }

  private Optional<String> option(String wanted) {
    return values(wanted).stream().findFirst();
  }

  private List<String> values(String wanted) {
    return options.stream()
        .filter(option -> option.getKey().equals(wanted))
        .map(Map.Entry::getValue)
        .toList();
  }
}
