package dev.cnilab.userland.net.sockets;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.command.GetOpt;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of OpenBSD's {@code nc}.
 *
 * @param host the host to connect to, or the address to listen on, which may be empty
 * @param timeout for connecting, and for silence afterwards; empty for none
 * @param source the local address and port; 0.0.0.0 and 0 for any
 * @param quit how long after the end of standard input to stop; empty to wait for the peer
 */
record NcOptions(
    GetOpt given,
    String host,
    List<Integer> ports,
    Optional<Duration> timeout,
    Ipv4Address source,
    int sourcePort,
    Optional<Duration> quit) {
  private static final String LETTERS = "46bCDdFhI:i:klM:m:NnO:P:p:q:rSs:T:tUuV:vW:w:X:x:Zz";

  /** Options in the manual that are not supported here. */
  private static final String REFUSED = "bCDFIiMmOPrSTUVWxZ";

  private static final int HIGHEST_PORT = 65535;

  static NcOptions parse(List<String> words) {
    GetOpt given = GetOpt.parse("nc", words, LETTERS, GetOpt.Order.PERMUTE);
    if (given.error().isPresent()) {
      throw CommandFailure.refused(given.error().get() + "\n" + Usage.text("nc"));
    }
    Optional<GetOpt.Option> refused =
        given.options().stream().filter(each -> REFUSED.indexOf(each.letter()) >= 0).findFirst();
    if (refused.isPresent()) {
      throw error("option -" + refused.get().letter() + " is not available on this machine");
    }
    if (given.has('h')) {
      throw CommandFailure.of(0, Usage.text("nc-help"));
    }
    if (given.has('X') && !List.of("4", "5", "connect").contains(given.argument('X').orElse(""))) {
      throw error("unsupported proxy protocol");
    }
    List<String> operands = given.operands();
    boolean listens = given.has('l');
    if (operands.isEmpty() && !listens && given.options().isEmpty()) {
      throw CommandFailure.refused(Usage.text("nc"));
    }
    Optional<Duration> timeout =
        given.argument('w').map(word -> Duration.ofSeconds(number(word, "timeout")));
    Ipv4Address source = given.argument('s').map(NcOptions::address).orElse(Ipv4Address.ANY);
    Optional<Duration> quit =
        given
            .argument('q')
            .filter(word -> !word.startsWith("-"))
            .map(word -> Duration.ofSeconds(number(word, "quit timer")));
    List<String> portWords = new ArrayList<>();
    String host = "";
    if (listens && operands.size() < 2) {
      portWords.addAll(operands.isEmpty() ? given.argument('p').stream().toList() : operands);
    } else if (!operands.isEmpty() && (!listens || operands.size() == 2)) {
      host = operands.getFirst();
      portWords.addAll(operands.subList(1, operands.size()));
    } else {
      throw CommandFailure.refused(Usage.text("nc"));
    }
    if (portWords.isEmpty()) {
      throw error("missing port number");
    }
    int sourcePort = listens ? 0 : given.argument('p').map(NcOptions::port).orElse(0);
    return new NcOptions(given, host, ports(portWords), timeout, source, sourcePort, quit);
  }

  boolean has(char letter) {
    return given.has(letter);
  }

  private static CommandFailure error(String message) {
    return CommandFailure.refused("nc: " + message);
  }

  private static Ipv4Address address(String word) {
    return Ipv4Address.read(word)
        .orElseThrow(
            () -> error("getaddrinfo for host \"" + word + "\": Name or service not known"));
  }

  private static int number(String word, String what) {
    if (!word.matches("\\d{1,9}")) {
      throw error(what + " invalid: " + word);
    }
    return Integer.parseInt(word);
  }

  private static List<Integer> ports(List<String> words) {
    List<Integer> ports = new ArrayList<>();
    for (String word : words) {
      int dash = word.indexOf('-');
      if (dash > 0 && ServicesFile.port(word).isEmpty()) {
        int low = port(word.substring(0, dash));
        int high = port(word.substring(dash + 1));
        for (int each = Math.min(low, high); each <= Math.max(low, high); each++) {
          ports.add(each);
        }
      } else {
        ports.add(port(word));
      }
    }
    return ports;
  }

  private static int port(String word) {
    Optional<Integer> named = word.matches("\\d+") ? Optional.empty() : ServicesFile.port(word);
    if (named.isPresent()) {
      return named.get();
    }
    if (!word.matches("-?\\d{1,18}")) {
      throw error("port number invalid: " + word);
    }
    long number = Long.parseLong(word);
    if (number < 1 || number > HIGHEST_PORT) {
      throw error("port number too " + (number < 1 ? "small" : "large") + ": " + word);
    }
    return (int) number;
  }
}
