package dev.cnilab.userland.net.sockets.report;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.iproute.InetPrefix;
import dev.cnilab.userland.net.sockets.ServicesFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Parses expressions that select sockets, as in {@code sport = :80 or dst 10.0.0.0/8} (ss(8)). */
final class SocketFilter {
  private final List<String> words;
  private int at;

  private SocketFilter(List<String> words) {
    this.words = words;
  }

  /**
   * Parses an expression; no expression selects all sockets.
   *
   * @throws CommandFailure if it is invalid
   */
  static Predicate<SocketEntry> parse(List<String> words) {
    List<String> split = new ArrayList<>();
    for (String word : words) {
      String spaced = word.replace("(", " ( ").replace(")", " ) ").strip();
      split.addAll(Arrays.asList(spaced.split("\\s+")));
    }
    SocketFilter filter = new SocketFilter(split);
    Predicate<SocketEntry> found = entry -> true;
    if (!split.isEmpty()) {
      found = filter.either();
    }
    if (filter.at < split.size()) {
      throw syntax();
    }
    return found;
  }

  private static CommandFailure syntax() {
    return CommandFailure.usage(
        "ss: bison bellows (while parsing filter): \"syntax error!\" Sorry.");
  }

  private Predicate<SocketEntry> either() {
    Predicate<SocketEntry> left = both();
    while (take("or") || take("||") || take("|")) {
      left = left.or(both());
    }
    return left;
  }

  private Predicate<SocketEntry> both() {
    Predicate<SocketEntry> left = one();
    while (at < words.size() && !List.of("or", "||", "|", ")").contains(words.get(at))) {
      boolean unused = take("and") || take("&&") || take("&");
      left = left.and(one());
    }
    return left;
  }

  private boolean take(String word) {
    boolean there = at < words.size() && words.get(at).equals(word);
    at += there ? 1 : 0;
    return there;
  }

  private String next() {
    if (at == words.size()) {
      throw syntax();
    }
    return words.get(at++);
  }

  private Predicate<SocketEntry> one() {
    if (take("not") || take("!")) {
      return one().negate();
    }
    if (take("(")) {
      Predicate<SocketEntry> inner = either();
      if (!take(")")) {
        throw syntax();
      }
      return inner;
    }
    String word = next();
    return switch (word) {
      case "sport" -> port(true);
      case "dport" -> port(false);
      case "src" -> address(true);
      case "dst" -> address(false);
      default -> within(word, false);
    };
  }

  private Predicate<SocketEntry> port(boolean source) {
    String operator = next();
    boolean symbol =
        List.of(
                "=", "==", "eq", "!=", "ne", "neq", ">", "gt", "<", "lt", ">=", "ge", "geq", "<=",
                "le", "leq")
            .contains(operator);
    String word = symbol ? next() : operator;
    int number =
        ServicesFile.port(word.startsWith(":") ? word.substring(1) : word)
            .orElseThrow(
                () ->
                    CommandFailure.refused(
                        "Error: \""
                            + word
                            + "\" does not look like a port.\n"
                            + "Cannot parse dst/src address."));
    return entry -> {
      int found = (source ? entry.local() : entry.peer()).port();
      return switch (symbol ? operator : "=") {
        case "!=", "ne", "neq" -> found != number;
        case ">", "gt" -> found > number;
        case "<", "lt" -> found < number;
        case ">=", "ge", "geq" -> found >= number;
        case "<=", "le", "leq" -> found <= number;
        default -> found == number;
      };
    };
  }

  private Predicate<SocketEntry> address(boolean source) {
    boolean unused = take("=") || take("==") || take("eq");
    return within(next(), source);
  }

  private static Predicate<SocketEntry> within(String word, boolean source) {
    int colon = word.lastIndexOf(':');
    String host = colon < 0 ? word : word.substring(0, colon);
    Optional<Integer> port =
        colon < 0 ? Optional.empty() : ServicesFile.port(word.substring(colon + 1));
    Ipv4Prefix prefix =
        host.isEmpty() || host.equals("*")
            ? Ipv4Prefix.DEFAULT
            : InetPrefix.parse(host, AddressFamily.INET)
                .map(InetPrefix::prefix)
                .orElseThrow(
                    () ->
                        CommandFailure.refused(
                            "Error: an inet prefix is expected rather than \""
                                + word
                                + "\".\n"
                                + "Cannot parse dst/src address."));
    return entry -> {
      Endpoint end = source ? entry.local() : entry.peer();
      return prefix.contains(end.address()) && port.map(each -> each == end.port()).orElse(true);
    };
  }
}
