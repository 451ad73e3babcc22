package dev.cnilab.userland.net.socat;

import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProgramException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An address as typed: {@code TYPE:parameter:…,option=value,…}.
 *
 * @param shown its type as typed
 * @param kind its kind
 */
record Address(String shown, Kind kind, List<String> parameters, Map<String, String> options) {

  /** The kinds of addresses, with their number of parameters. */
  enum Kind {
    STDIO(0),
    STDIN(0),
    STDOUT(0),
    TCP_CONNECT(2),
    TCP_LISTEN(1),
    UDP_CONNECT(2),
    UDP_LISTEN(1),
    UDP_RECEIVE(1),
    OPEN(1),
    CREATE(1),
    EXEC(1),
    SYSTEM(1);

    private final int count;

    Kind(int count) {
      this.count = count;
    }
  }

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("-", Kind.STDIO),
          Map.entry("STDIO", Kind.STDIO),
          Map.entry("STDIN", Kind.STDIN),
          Map.entry("STDOUT", Kind.STDOUT),
          Map.entry("TCP", Kind.TCP_CONNECT),
          Map.entry("TCP4", Kind.TCP_CONNECT),
          Map.entry("TCP-CONNECT", Kind.TCP_CONNECT),
          Map.entry("TCP4-CONNECT", Kind.TCP_CONNECT),
          Map.entry("TCP-LISTEN", Kind.TCP_LISTEN),
          Map.entry("TCP-L", Kind.TCP_LISTEN),
          Map.entry("TCP4-LISTEN", Kind.TCP_LISTEN),
          Map.entry("TCP4-L", Kind.TCP_LISTEN),
          Map.entry("UDP", Kind.UDP_CONNECT),
          Map.entry("UDP4", Kind.UDP_CONNECT),
          Map.entry("UDP-CONNECT", Kind.UDP_CONNECT),
          Map.entry("UDP4-CONNECT", Kind.UDP_CONNECT),
          Map.entry("UDP-SENDTO", Kind.UDP_CONNECT),
          Map.entry("UDP4-SENDTO", Kind.UDP_CONNECT),
          Map.entry("UDP-LISTEN", Kind.UDP_LISTEN),
          Map.entry("UDP-L", Kind.UDP_LISTEN),
          Map.entry("UDP4-LISTEN", Kind.UDP_LISTEN),
          Map.entry("UDP-RECV", Kind.UDP_RECEIVE),
          Map.entry("UDP4-RECV", Kind.UDP_RECEIVE),
          Map.entry("UDP-RECVFROM", Kind.UDP_LISTEN),
          Map.entry("UDP4-RECVFROM", Kind.UDP_LISTEN),
          Map.entry("OPEN", Kind.OPEN),
          Map.entry("FILE", Kind.OPEN),
          Map.entry("GOPEN", Kind.OPEN),
          Map.entry("CREATE", Kind.CREATE),
          Map.entry("CREAT", Kind.CREATE),
          Map.entry("EXEC", Kind.EXEC),
          Map.entry("SYSTEM", Kind.SYSTEM));

  /** Kinds in socat's manual that are not supported here. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "ABSTRACT-CLIENT",
          "ABSTRACT-CONNECT",
          "ABSTRACT-LISTEN",
          "FD",
          "INTERFACE",
          "IP",
          "OPENSSL",
          "OPENSSL-CONNECT",
          "OPENSSL-LISTEN",
          "PIPE",
          "PROXY",
          "PTY",
          "READLINE",
          "SCTP",
          "SCTP-LISTEN",
          "SOCKS4",
          "SOCKS4A",
          "SSL",
          "SSL-L",
          "STDERR",
          "TCP6",
          "TCP6-LISTEN",
          "TUN",
          "UDP6",
          "UDP6-LISTEN",
          "UNIX",
          "UNIX-CONNECT",
          "UNIX-LISTEN",
          "UNIX-CLIENT",
          "UNIX-RECV",
          "UNIX-SENDTO",
          "VSOCK-CONNECT",
          "VSOCK-LISTEN");

  /** Options that are supported, or that make no difference where no connection lingers. */
  private static final Set<String> OPTIONS =
      Set.of("reuseaddr", "fork", "bind", "append", "creat", "trunc", "nodelay");

  static Address parse(Process process, String text) throws ProgramException {
    List<String> parts = new ArrayList<>(Arrays.asList(text.split(",(?=[a-z-]+(=|,|$))", -1)));
    String[] words = parts.removeFirst().split(":", 2);
    String type = words[0].toUpperCase(Locale.ROOT);
    Kind kind = KINDS.get(type);
    if (kind == null) {
      throw SocatErrors.of(
          process,
          ELSEWHERE.contains(type)
              ? "address type " + type + " is not available on this machine"
              : "unknown device/address \"" + words[0] + "\"");
    }
    List<String> parameters =
        words.length < 2
            ? List.of()
            : kind.count == 1 ? List.of(words[1]) : List.of(words[1].split(":", -1));
    if (parameters.size() != kind.count) {
      throw SocatErrors.of(
          process,
          "%s: wrong number of parameters (%d instead of %d)"
              .formatted(words[0], parameters.size(), kind.count));
    }
    return new Address(words[0], kind, parameters, options(process, parts));
  }

  private static Map<String, String> options(Process process, List<String> parts)
      throws ProgramException {
    Map<String, String> options = new LinkedHashMap<>();
    for (String each : parts) {
      String[] pair = each.split("=", 2);
      if (!OPTIONS.contains(pair[0])) {
        throw SocatErrors.of(
            process, "option \"" + pair[0] + "\" is not available on this machine");
      }
      options.put(pair[0], pair.length > 1 ? pair[1] : "");
    }
    return options;
  }

  boolean has(String option) {
    return options.containsKey(option);
  }

  Optional<String> value(String option) {
    return Optional.ofNullable(options.get(option));
  }
}
