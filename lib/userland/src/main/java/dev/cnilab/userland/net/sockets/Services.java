package dev.cnilab.userland.net.sockets;

import java.util.Map;
import java.util.Optional;

/** The names of ports that commands of a course print (/etc/services). */
public final class Services {
  private static final Map<String, Integer> TCP =
      Map.ofEntries(
          Map.entry("ftp", 21),
          Map.entry("ssh", 22),
          Map.entry("telnet", 23),
          Map.entry("smtp", 25),
          Map.entry("domain", 53),
          Map.entry("http", 80),
          Map.entry("pop3", 110),
          Map.entry("sunrpc", 111),
          Map.entry("imap2", 143),
          Map.entry("bgp", 179),
          Map.entry("ldap", 389),
          Map.entry("https", 443),
          Map.entry("imaps", 993),
          Map.entry("nfs", 2049),
          Map.entry("mysql", 3306),
          Map.entry("postgresql", 5432),
          Map.entry("x11", 6000),
          Map.entry("redis", 6379),
          Map.entry("http-alt", 8080));

  private static final Map<String, Integer> UDP =
      Map.of(
          "domain", 53, "bootps", 67, "bootpc", 68, "tftp", 69, "ntp", 123, "snmp", 161, "syslog",
          514, "sunrpc", 111);

  private Services() {}

  /** The number of a port written as a number or a name. */
  public static Optional<Integer> port(String word) {
    if (word.matches("\\d{1,5}")) {
      int number = Integer.parseInt(word);
      return number <= 65535 ? Optional.of(number) : Optional.empty();
    }
    return Optional.ofNullable(TCP.getOrDefault(word, UDP.get(word)));
  }

  public static Optional<String> tcpName(int port) {
    return name(TCP, port);
  }

  public static Optional<String> udpName(int port) {
    return name(UDP, port);
  }

  private static Optional<String> name(Map<String, Integer> services, int port) {
    return services.entrySet().stream()
        .filter(each -> each.getValue() == port)
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
