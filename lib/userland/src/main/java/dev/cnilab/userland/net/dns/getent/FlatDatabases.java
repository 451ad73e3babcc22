package dev.cnilab.userland.net.dns.getent;

import dev.cnilab.netsim.packet.Protocols;
import dev.cnilab.userland.net.sockets.ServicesFile;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Databases of getent that never change. */
final class FlatDatabases {
  private FlatDatabases() {}

  /** A service by name or port, optionally with a slash and a protocol. */
  static List<String> service(String key) {
    int slash = key.indexOf('/');
    String protocol = slash < 0 ? "" : key.substring(slash + 1);
    Optional<Integer> port = ServicesFile.port(slash < 0 ? key : key.substring(0, slash));
    return port.stream()
        .flatMap(number -> line(number, protocol).stream())
        .map(String::stripTrailing)
        .toList();
  }

  private static Optional<String> line(int port, String protocol) {
    Optional<String> tcp = protocol.equals("udp") ? Optional.empty() : ServicesFile.tcpName(port);
    Optional<String> udp = protocol.equals("tcp") ? Optional.empty() : ServicesFile.udpName(port);
    String alias = port == 80 ? " www" : "";
    return tcp.map(name -> String.format("%-21s %d/tcp%s", name, port, alias))
        .or(() -> udp.map(name -> String.format("%-21s %d/udp", name, port)));
  }

  /** A protocol by name or number. */
  static List<String> protocol(String key) {
    int number = key.matches("\\d{1,3}") ? Integer.parseInt(key) : Protocols.number(key);
    String name = number < 0 ? "" : Protocols.name(number);
    boolean known = number >= 0 && !name.equals(Integer.toString(number));
    return known
        ? List.of(String.format("%-21s %d %s", name, number, name.toUpperCase(Locale.ROOT)))
        : List.of();
  }

  /** A line of passwd or group, by name or number. */
  static List<String> entry(List<String> lines, String key) {
    return lines.stream()
        .filter(
            line -> {
              String[] fields = line.split(":", -1);
              return fields.length > 2 && (fields[0].equals(key) || fields[2].equals(key));
            })
        .limit(1)
        .toList();
  }
}
