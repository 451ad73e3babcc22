package dev.cnilab.cluster.image.coredns;

import dev.cnilab.cluster.log.GoBool;
import dev.cnilab.cluster.log.GoText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The options of CoreDNS ({@code coremain/run.go}), parsed as by Go's {@code flag} package. */
final class CoreDnsFlags {
  /** Those that need a value, by name, with their defaults. */
  private static final Map<String, String> TEXTS =
      Map.of("conf", "Corefile", "dns.port", "53", "p", "53", "pidfile", "");

  private static final Set<String> SWITCHES = Set.of("plugins", "quiet", "version");

  /** Options whose effect is missing here. */
  private static final Set<String> NOT_MODELLED = Set.of("pidfile", "plugins");

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

  private static final int MISUSED = 2;

  private final Map<String, String> given = new HashMap<>();

  private CoreDnsFlags() {}

  /** Parses a command line, which begins with the program's name. */
  static CoreDnsFlags parse(List<String> arguments) throws Unusable {
    CoreDnsFlags flags = new CoreDnsFlags();
    int i = 1;
    while (i < arguments.size() && arguments.get(i).matches("-.+")) {
      String[] parts = arguments.get(i).replaceFirst("^--?", "").split("=", 2);
      String name = parts[0];
      i++;
      if (TEXTS.containsKey(name) && parts.length == 1) {
        if (i == arguments.size()) {
          throw misused(arguments, "flag needs an argument: -" + name);
        }
        flags.set(name, arguments.get(i++));
      } else if (TEXTS.containsKey(name)) {
        flags.set(name, parts[1]);
      } else if (SWITCHES.contains(name)) {
        String value = parts.length == 1 ? "true" : parts[1];
        Optional<Boolean> read = GoBool.parse(value);
        if (read.isEmpty()) {
          throw misused(
              arguments,
              "invalid boolean value " + GoText.quote(value) + " for -" + name + ": parse error");
        }
        flags.set(name, read.get().toString());
      } else {
        throw misused(arguments, "flag provided but not defined: -" + name);
      }
    }
    if (i < arguments.size()) {
      throw new Unusable(
          1,
          "extra command line arguments: ["
              + String.join(" ", arguments.subList(i, arguments.size()))
              + "]");
    }
    return flags;
  }

  private void set(String name, String value) throws Unusable {
    if (NOT_MODELLED.contains(name) && !value.equals("false") && !value.isEmpty()) {
      throw new Unusable(MISUSED, "-" + name + " is not modelled here");
    }
    given.put(name.equals("p") ? "dns.port" : name, value);
  }

  private static Unusable misused(List<String> arguments, String said) {
    return new Unusable(MISUSED, said + "\nUsage of " + arguments.getFirst() + ":");
  }

  /** The file with the configuration. */
  String conf() {
    String conf = given.getOrDefault("conf", "");
    return conf.isEmpty() ? TEXTS.getOrDefault("conf", "") : conf;
  }

  /** The port of what is served without one. */
  String port() {
    return given.getOrDefault("dns.port", TEXTS.getOrDefault("dns.port", ""));
  }

  boolean isQuiet() {
    return Boolean.parseBoolean(given.getOrDefault("quiet", "false"));
  }

  boolean asksForVersion() {
    return Boolean.parseBoolean(given.getOrDefault("version", "false"));
  }
}
