package dev.cnilab.userland.net.ping;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.socket.SocketOptions.PathMtuDiscovery;
import dev.cnilab.userland.command.GetOpt;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.process.Process;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The options of iputils' ping (ping/ping.c, main). */
final class PingOptions {
  private static final String PLAIN = "packets carry no IP options here";

  private static final String LETTERS = "h?4bRT:6F:N:aABc:CdDe:fi:I:l:Lm:M:nOp:qQ:rs:S:t:UvVw:W:";
  private static final int DEFAULT_DATA = 56;

  /** The minimum data size in bytes for a request to carry its send time. */
  private static final int TIMED_FROM = 16;

  private static final long DEFAULT_LINGER = 10_000;
  private static final int ERROR = 2;
  private static final int LONGEST_PATTERN = 16;
  private static final Pattern NUMBER =
      Pattern.compile("^\\s*[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?");

  long count;
  long interval = 1000;
  private boolean intervalGiven;
  long linger = DEFAULT_LINGER;
  long deadline;
  int size = DEFAULT_DATA;
  int preload = 1;
  int ttl;
  int tos;
  long mark;
  int ident = -1;
  @Nullable PathMtuDiscovery pathMtuDiscovery;
  @Nullable Ipv4Address source;
  @Nullable String device;
  byte[] pattern = {};
  boolean numeric;
  boolean quiet;
  boolean outstanding;
  boolean flood;
  boolean adaptive;
  boolean timestamps;
  boolean verbose;
  boolean broadcast;
  boolean audible;
  boolean version;
  boolean sticky;
  boolean onlyIpv4;
  boolean onlyIpv6;
  String target = "";

  private PingOptions() {}

  static PingOptions parse(Process process) {
    List<String> words = process.arguments();
    GetOpt given =
        GetOpt.parse("ping", words.subList(1, words.size()), LETTERS, GetOpt.Order.PERMUTE);
    PingOptions options = new PingOptions();
    for (GetOpt.Option option : given.options()) {
      options.take(option, process);
    }
    if (given.error().isPresent()) {
      throw CommandFailure.of(ERROR, given.error().get() + "\n" + usage());
    }
    if (given.operands().isEmpty() && !options.version) {
      throw CommandFailure.refused("ping: usage error: Destination address required");
    }
    if (given.operands().size() > 1) {
      throw CommandFailure.of(ERROR, usage());
    }
    options.target = options.version ? "" : given.operands().getLast();
    options.interval = options.flood && !options.intervalGiven ? 0 : options.interval;
    return options;
  }

  private static String usage() {
    return Usage.text("ping");
  }

  private void take(GetOpt.Option option, Process process) {
    String argument = option.argument();
    switch (option.letter()) {
      case '4' -> onlyIpv4 = family(onlyIpv6);
      case '6' -> onlyIpv6 = family(onlyIpv4);
      case 'a' -> audible = true;
      case 'A' -> adaptive = true;
      case 'b' -> broadcast = true;
      case 'B' -> sticky = true;
      case 'C', 'd', 'L', 'U' -> {} // no visible effect
      case 'R', 'T' -> throw error("option -" + option.letter() + " is not available: " + PLAIN);
      case 'r' -> throw error("option -r is not available on this machine");
      case 'n' -> numeric = true;
      case 'c' -> count = number(argument, 1, Long.MAX_VALUE);
      case 'D' -> timestamps = true;
      case 'e' -> ident = (int) number(argument, 0, 65535);
      case 'f' -> flood = true;
      case 'i' -> {
        interval = millis(argument, "bad timing interval", process);
        intervalGiven = true;
      }
      case 'I' -> takeSource(argument);
      case 'l' -> preload = (int) number(argument, 1, 65536);
      case 'm' -> mark = number(argument, 0, 0xffff_ffffL);
      case 'M' -> pathMtuDiscovery = discovery(argument);
      case 'O' -> outstanding = true;
      case 'p' -> pattern = pattern(argument);
      case 'q' -> quiet = true;
      case 'Q' -> tos = tos(argument);
      case 's' -> size = (int) number(argument, 0, Integer.MAX_VALUE);
      case 'S' -> number(argument, 1, Integer.MAX_VALUE);
      case 't' -> ttl = ttl(argument);
      case 'v' -> verbose = true;
      case 'V' -> version = true;
      case 'w' -> deadline = number(argument, 0, Integer.MAX_VALUE);
      case 'W' -> linger = millis(argument, "bad linger time", process);
      default -> throw CommandFailure.of(ERROR, usage());
    }
  }

  private static boolean family(boolean otherGiven) {
    if (otherGiven) {
      throw error("only one -4 or -6 option may be specified");
    }
    return true;
  }

  private void takeSource(String argument) {
    if (argument.contains(":")) {
      throw error("invalid source address: " + argument);
    }
    Optional<Ipv4Address> address = Ipv4Address.read(argument);
    if (address.isPresent()) {
      source = address.get();
    } else {
      device = argument; // it is the name of a link
    }
  }

  private static long number(String argument, long least, long most) {
    long number;
    try {
      number = Long.parseLong(argument.strip());
    } catch (NumberFormatException notANumber) {
      boolean large = argument.strip().matches("[-+]?\\d+");
      throw CommandFailure.refused(
          "ping: invalid argument: '"
              + argument
              + (large ? "': Numerical result out of range" : "'"));
    }
    if (number < least || number > most) {
      throw CommandFailure.refused(
          ("ping: invalid argument: '" + argument + "': out of range: ")
              + (least + " <= value <= " + most));
    }
    return number;
  }

  private static int ttl(String argument) {
    int hops = (int) number(argument, 0, 255);
    if (hops == 0) {
      throw error("cannot set unicast time-to-live: Invalid argument");
    }
    return hops;
  }

  private static int tos(String argument) {
    int value;
    try {
      value = Integer.decode(argument);
    } catch (NumberFormatException notANumber) {
      throw error("bad TOS value: " + argument);
    }
    if (value > 255) {
      throw error("the decimal value of TOS bits must be in range 0-255: " + value);
    }
    return value;
  }

  private static PathMtuDiscovery discovery(String argument) {
    return switch (argument) {
      case "do" -> PathMtuDiscovery.DO;
      case "dont" -> PathMtuDiscovery.DONT;
      case "want" -> PathMtuDiscovery.WANT;
      default -> throw error("invalid -M argument: " + argument);
    };
  }

  private static byte[] pattern(String argument) {
    if (!argument.chars().allMatch(HexFormat::isHexDigit)) {
      throw error("patterns must be specified as hex digits: " + argument);
    }
    String digits = argument.substring(0, Math.min(argument.length(), 2 * LONGEST_PATTERN));
    int last = digits.length() - digits.length() % 2;
    String even =
        digits.length() == last ? digits : digits.substring(0, last) + "0" + digits.charAt(last);
    return HexFormat.of().parseHex(even);
  }

  /** Whether replies show their round-trip time. */
  boolean isTimed() {
    return size >= TIMED_FROM;
  }

  /** A duration in seconds, perhaps with a fraction; anything after the number is reported. */
  private static long millis(String argument, String what, Process process) {
    Matcher number = NUMBER.matcher(argument);
    double seconds = 0;
    String rest = argument;
    if (number.find()) {
      seconds = Double.parseDouble(number.group().strip());
      rest = argument.substring(number.end());
    }
    if (argument.isEmpty()) {
      throw error(what + ": " + argument);
    }
    if (!rest.isEmpty()) {
      process.err().println("ping: option argument contains garbage: " + rest);
      process.err().println("ping: this will become fatal error in the future");
    }
    if (seconds > Integer.MAX_VALUE / 1000.0 || (what.contains("linger") && seconds < 0)) {
      throw error(what + ": " + argument);
    }
    return (long) (seconds * 1000);
  }

  private static CommandFailure error(String message) {
    return CommandFailure.of(ERROR, "ping: " + message);
  }
}
