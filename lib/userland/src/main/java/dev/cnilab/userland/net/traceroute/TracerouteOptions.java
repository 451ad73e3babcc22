package dev.cnilab.userland.net.traceroute;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arguments of Debian's {@code traceroute}. */
final class TracerouteOptions {
  private static final int USAGE = 2;
  private static final int MOST_PROBES = 10;
  private static final int MOST_HOPS = 255;

  /** The longest packet, in bytes. */
  private static final int LONGEST = 65000;

  private static final Map<String, Character> NAMES =
      Map.ofEntries(
          Map.entry("first", 'f'),
          Map.entry("interface", 'i'),
          Map.entry("max-hops", 'm'),
          Map.entry("sim-queries", 'N'),
          Map.entry("port", 'p'),
          Map.entry("tos", 't'),
          Map.entry("wait", 'w'),
          Map.entry("queries", 'q'),
          Map.entry("source", 's'),
          Map.entry("sendwait", 'z'),
          Map.entry("dont-fragment", 'F'),
          Map.entry("icmp", 'I'),
          Map.entry("tcp", 'T'),
          Map.entry("udp", 'U'),
          Map.entry("debug", 'd'));

  int first = 1;
  int hops = 30;
  int queries = 3;
  int simultaneous = 16;
  int length = 60;
  int port = -1;
  int tos;
  double wait = 5;
  double here = 3;
  double near = 10;
  boolean numeric;
  boolean whole;
  char method = ' ';
  Optional<String> device = Optional.empty();
  Optional<Ipv4Address> source = Optional.empty();
  String host = "";
  int hostPosition;
  int words;

  private TracerouteOptions() {}

  /**
   * Parses the words after the command's name.
   *
   * @throws CommandFailure if they are invalid, or ask for help
   */
  static TracerouteOptions parse(List<String> words) {
    TracerouteOptions options = new TracerouteOptions();
    options.words = words.size();
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean hasNext = i + 1 < words.size();
      if (word.startsWith("--")) {
        options.longOption(word, i + 1);
      } else if (word.startsWith("-") && word.length() > 1) {
        i += options.cluster(word, hasNext ? words.get(i + 1) : "", hasNext, i + 1);
      } else {
        operands.add(word);
        options.hostPosition = operands.size() == 1 ? operands.size() : options.hostPosition;
      }
    }
    if (operands.isEmpty()) {
      throw CommandFailure.of(
          words.isEmpty() ? 0 : USAGE,
          words.isEmpty() ? Usage.text("traceroute") : "Specify \"host\" missing argument.");
    }
    if (options.first < 1 || options.first > options.hops) {
      throw refused("first hop out of range");
    }
    options.host = operands.getFirst();
    if (operands.size() > 1) {
      options.length = Math.max(28, options.number("packetlen", operands.get(1)));
      if (options.length > LONGEST) {
        throw CommandFailure.of(2, "too big packetlen " + options.length + " specified");
      }
    }
    return options;
  }

  private static CommandFailure refused(String message) {
    return CommandFailure.of(USAGE, message);
  }

  private int number(String what, String word) {
    if (!word.matches("\\d{1,9}")) {
      throw refused(
          "Cannot handle `" + what + "' option with arg `" + word + "' (argc " + words + ")");
    }
    return Integer.parseInt(word);
  }

  private void longOption(String word, int position) {
    if (word.equals("--help")) {
      throw CommandFailure.of(0, Usage.text("traceroute"));
    }
    if (word.equals("--version")) {
      throw version();
    }
    int equals = word.indexOf('=');
    String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
    Character letter = NAMES.get(name);
    if (letter == null) {
      throw refused("Bad option `" + word + "' (argc " + position + ")");
    }
    set(letter, equals < 0 ? "" : word.substring(equals + 1), position);
  }

  private static CommandFailure version() {
    return CommandFailure.of(
        0,
        "Modern traceroute for Linux, version 2.1.2\n"
            + "Copyright (c) 2016  Dmitry Butskoy,   License: GPL v2 or any later");
  }

  /** Handles a cluster of options; returns the number of further words it uses. */
  private int cluster(String word, String next, boolean hasNext, int position) {
    for (int at = 1; at < word.length(); at++) {
      char letter = word.charAt(at);
      if ("fgimNptlwqszMOP".indexOf(letter) >= 0) {
        boolean attached = at + 1 < word.length();
        if (!attached && !hasNext) {
          throw refused("Option `-" + letter + "' (argc " + position + ") requires an argument");
        }
        set(letter, attached ? word.substring(at + 1) : next, position);
        return attached ? 0 : 1;
      }
      set(letter, "", position);
    }
    return 0;
  }

  private void set(char letter, String value, int position) {
    switch (letter) {
      case 'f' -> first = option(letter, value, position);
      case 'm' -> {
        hops = option(letter, value, position);
        if (hops > MOST_HOPS) {
          throw refused("max hops cannot be more than 255");
        }
      }
      case 'q' -> {
        queries = option(letter, value, position);
        if (queries > MOST_PROBES) {
          throw refused("no more than 10 probes per hop");
        }
      }
      case 'N' -> simultaneous = Math.max(1, option(letter, value, position));
      case 'p' -> port = option(letter, value, position);
      case 't' -> tos = option(letter, value, position);
      case 'w' -> waits(value, position);
      case 'i' -> device = Optional.of(value);
      case 's' -> source = Optional.of(address(value, position));
      case 'n' -> numeric = true;
      case 'F' -> whole = true;
      case 'I', 'T', 'U' -> method = letter;
      case 'V' -> throw version();
      case '4', 'd', 'e', 'l' -> {
        // IPv4 anyway, no debugging of sockets, no extensions of ICMP, no flow labels.
      }
      case 'r', 'z', 'A', 'g', 'O' ->
          throw refused("Option `-" + letter + "' is not available on this machine");
      default -> throw refused("Bad option `-" + letter + "' (argc " + position + ")");
    }
  }

  private static int option(char letter, String value, int position) {
    if (!value.matches("\\d{1,9}")) {
      throw unhandled(letter, value, position);
    }
    return Integer.parseInt(value);
  }

  private static CommandFailure unhandled(char letter, String value, int position) {
    return refused(
        "Cannot handle `-" + letter + "' option with arg `" + value + "' (argc " + position + ")");
  }

  private void waits(String value, int position) {
    String[] parts = value.split(",", -1);
    try {
      wait = Double.parseDouble(parts[0]);
      here = parts.length > 1 ? Double.parseDouble(parts[1]) : here;
      near = parts.length > 2 ? Double.parseDouble(parts[2]) : near;
    } catch (NumberFormatException malformed) {
      throw unhandled('w', value, position);
    }
  }

  private static Ipv4Address address(String value, int position) {
    return Ipv4Address.read(value).orElseThrow(() -> unhandled('s', value, position));
  }
}
