package dev.cnilab.cluster.image.coredns;

import dev.cnilab.cluster.goflag.GoFlag;
import dev.cnilab.cluster.goflag.GoFlagException;
import dev.cnilab.cluster.goflag.GoFlagSet;
import java.util.List;
import java.util.function.Predicate;

/** The options of CoreDNS ({@code coremain/run.go}). */
final class CoreDnsFlags {
  private static final GoFlagSet FLAGS =
      GoFlagSet.of(
          List.of(
              new GoFlag("conf", GoFlag.Kind.TEXT),
              new GoFlag(List.of("dns.port", "p"), GoFlag.Kind.TEXT),
              new GoFlag("pidfile", GoFlag.Kind.TEXT),
              new GoFlag("plugins", GoFlag.Kind.BOOL),
              new GoFlag("quiet", GoFlag.Kind.BOOL),
              new GoFlag("version", GoFlag.Kind.BOOL)));

  private static final int MISUSED = 2;

  /** The command line cannot be used; the message is what CoreDNS says. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    Unusable(int status, String said) {
      super(said);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  private final GoFlagSet.Given given;

  private CoreDnsFlags(GoFlagSet.Given given) {
    this.given = given;
  }

  /** Parses a command line, which begins with the program's name. */
  static CoreDnsFlags parse(List<String> arguments) throws Unusable {
    GoFlagSet.Given given = read(arguments);
    if (!given.text("pidfile").isEmpty()) {
      throw new Unusable(MISUSED, "-pidfile is not modelled here");
    }
    if (given.isSet("plugins")) {
      throw new Unusable(MISUSED, "-plugins is not modelled here");
    }
    if (!given.operands().isEmpty()) {
      throw new Unusable(
          1, "extra command line arguments: [" + String.join(" ", given.operands()) + "]");
    }
    return new CoreDnsFlags(given);
  }

  private static GoFlagSet.Given read(List<String> arguments) throws Unusable {
    String usage = "Usage of " + arguments.getFirst() + ":";
    try {
      return FLAGS.parse(arguments.subList(1, arguments.size()));
    } catch (GoFlagException wrong) {
      throw wrong.asksForHelp()
          ? new Unusable(0, usage)
          : new Unusable(MISUSED, wrong.text() + "\n" + usage);
    }
  }

  /** The file with the configuration. */
  String conf() {
    return given.optional("conf").filter(Predicate.not(String::isEmpty)).orElse("Corefile");
  }

  /** The port of what is served without one. */
  String port() {
    return given.optional("dns.port").orElse("53");
  }

  boolean isQuiet() {
    return given.isSet("quiet");
  }

  boolean asksForVersion() {
    return given.isSet("version");
  }
}
