package dev.cnilab.userland.net.iproute;

import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.net.command.iproute.Numbers;
import dev.cnilab.userland.net.command.iproute.Settings;
import dev.cnilab.userland.net.command.iproute.Settings.Format;
import dev.cnilab.userland.net.monitor.Stamp;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The options before {@code ip}'s object, in the order in which it tries to match abbreviations.
 */
final class IpOptions {
  private AddressFamily family = AddressFamily.UNSPEC;
  private int statistics;
  private int details;
  private boolean oneline;
  private boolean brief;
  private boolean json;
  private boolean pretty;
  private boolean all;
  private boolean version;
  private boolean force;
  private boolean human;
  private boolean binary;
  private Stamp stamp = Stamp.NONE;
  private @Nullable String batch;
  private @Nullable String namespace;

  private IpOptions() {}

  static IpOptions parse(Arguments arguments) {
    IpOptions options = new IpOptions();
    while (!arguments.isEmpty() && arguments.peek().startsWith("-")) {
      String word = arguments.next();
      if (word.equals("--")) {
        break;
      }
      options.take(word.startsWith("--") ? word.substring(1) : word, arguments);
    }
    return options;
  }

  private void take(String option, Arguments arguments) {
    switch (option) {
      case "-4" -> family = AddressFamily.INET;
      case "-6" -> family = AddressFamily.INET6;
      case "-0" -> family = AddressFamily.LINK;
      case "-B" -> family = AddressFamily.BRIDGE;
      case "-M", "-echo" -> {}
      default -> match(option, arguments);
    }
  }

  private void match(String option, Arguments arguments) {
    if (matches(option, "-loops")) {
      argument(arguments);
    } else if (matches(option, "-family")) {
      String name = argument(arguments);
      family = AddressFamily.named(name);
      if (family == AddressFamily.UNSPEC) {
        throw name.equals("help")
            ? CommandFailure.usage(Usage.text("ip"))
            : CommandFailure.wrong(name, "invalid protocol family");
      }
    } else if (matches(option, "-stats") || matches(option, "-statistics")) {
      statistics++;
    } else if (matches(option, "-details")) {
      details++;
    } else if (matches(option, "-oneline")) {
      oneline = true;
    } else if (matches(option, "-Version")) {
      version = true;
    } else if (matches(option, "-batch")) {
      batch = argument(arguments);
    } else if (matches(option, "-force")) {
      force = true;
    } else if (matches(option, "-rcvbuf")) {
      argument(arguments);
    } else if (matches(option, "-brief")) {
      brief = true;
    } else if (matches(option, "-json")) {
      json = true;
    } else if (matches(option, "-pretty")) {
      pretty = true;
    } else if (option.equals("-h") || isLong(option, "-human-readable")) {
      human = true;
    } else if (isLong(option, "-iec")) {
      binary = true;
    } else if (isMissing(option)) {
      throw CommandFailure.usage(
          "Option \"" + option + "\" is not available on this machine, try \"ip -help\".");
    } else if (matches(option, "-help")) {
      throw CommandFailure.usage(Usage.text("ip"));
    } else if (matches(option, "-netns")) {
      namespace = arguments.next();
    } else if (matches(option, "-all")) {
      all = true;
    } else if (matches(option, "-timestamp")) {
      stamp = stamp == Stamp.NONE ? Stamp.LINE : stamp;
    } else if (matches(option, "-tshort")) {
      stamp = Stamp.SHORT;
    } else if (!isWithoutEffect(option)) {
      throw CommandFailure.usage("Option \"" + option + "\" is unknown, try \"ip -help\".");
    }
  }

  private static boolean matches(String option, String full) {
    return option.length() > 1 && Arguments.matches(option, full);
  }

  private static boolean isMissing(String option) {
    return matches(option, "-resolve") || matches(option, "-Numeric");
  }

  /** Whether it is an abbreviation of an option whose first letter means another one. */
  private static boolean isLong(String option, String full) {
    return option.length() > 2 && matches(option, full);
  }

  /** Nothing here has colors. */
  private static boolean isWithoutEffect(String option) {
    return matches(option, "-color") || option.startsWith("-color=") || option.startsWith("-c=");
  }

  private static String argument(Arguments arguments) {
    if (arguments.isEmpty()) {
      throw CommandFailure.usage(Usage.text("ip"));
    }
    return arguments.next();
  }

  boolean asksForVersion() {
    return version;
  }

  /** Whether {@code ip netns} applies to all namespaces. */
  boolean all() {
    return all;
  }

  /** The file of command lines to run, {@code -} for standard input. */
  Optional<String> batch() {
    return Optional.ofNullable(batch);
  }

  /** Whether a batch continues after a failure. */
  boolean force() {
    return force;
  }

  /** How {@code ip monitor} dates what it prints. */
  Stamp stamp() {
    return stamp;
  }

  /** The namespace to run in. */
  Optional<String> namespace() {
    return Optional.ofNullable(namespace);
  }

  Settings settings() {
    Format format = pretty ? Format.PRETTY_JSON : Format.JSON;
    return new Settings(
        family,
        statistics,
        details,
        oneline,
        brief,
        json ? format : Format.TEXT,
        human ? binary ? Numbers.BINARY : Numbers.DECIMAL : Numbers.PLAIN,
        Settings.Dialect.IPROUTE2);
  }
}
