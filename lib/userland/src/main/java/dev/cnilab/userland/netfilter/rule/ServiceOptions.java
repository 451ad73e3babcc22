package dev.cnilab.userland.netfilter.rule;

import dev.cnilab.netsim.iptables.Mangling;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.ServiceMatch;
import dev.cnilab.userland.process.ProgramException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The options of the extensions that match or set a packet's type of service. */
public final class ServiceOptions {
  private static final int BYTE = 0xff;

  /** The bits that a name stands for. */
  public static final int NAMED = 0x3f;

  private static final Map<String, Integer> SERVICES =
      Map.of(
          "Minimize-Delay",
          0x10,
          "Maximize-Throughput",
          0x08,
          "Maximize-Reliability",
          0x04,
          "Minimize-Cost",
          0x02,
          "Normal-Service",
          0x00);

  private static final Map<String, Integer> CLASSES =
      Map.ofEntries(
          Map.entry("BE", 0x00),
          Map.entry("EF", 0x2e),
          Map.entry("CS0", 0x00),
          Map.entry("CS1", 0x08),
          Map.entry("CS2", 0x10),
          Map.entry("CS3", 0x18),
          Map.entry("CS4", 0x20),
          Map.entry("CS5", 0x28),
          Map.entry("CS6", 0x30),
          Map.entry("CS7", 0x38),
          Map.entry("AF11", 0x0a),
          Map.entry("AF12", 0x0c),
          Map.entry("AF13", 0x0e),
          Map.entry("AF21", 0x12),
          Map.entry("AF22", 0x14),
          Map.entry("AF23", 0x16),
          Map.entry("AF31", 0x1a),
          Map.entry("AF32", 0x1c),
          Map.entry("AF33", 0x1e),
          Map.entry("AF41", 0x22),
          Map.entry("AF42", 0x24),
          Map.entry("AF43", 0x26));

  private record Masked(int value, int mask) {}

  private ServiceOptions() {}

  /** The name of a type of service; empty if it has none. */
  public static Optional<String> name(int service) {
    return SERVICES.entrySet().stream()
        .filter(each -> each.getValue() == service)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * Parses the condition of an option.
   *
   * @return empty if the option is none of these
   * @throws ProgramException if its value is invalid
   */
  public static Optional<Match> match(String option, IptablesWords words) throws ProgramException {
    return Optional.ofNullable(
        switch (option) {
          case "--tos" -> {
            Masked tos = service(words.valueOf(option));
            yield new ServiceMatch.TypeOfService(tos.value(), tos.mask());
          }
          case "--dscp" ->
              new ServiceMatch.CodePoint(codePoint("dscp", option, words.valueOf(option)));
          case "--dscp-class" -> new ServiceMatch.CodePoint(ofClass(words.valueOf(option)));
          default -> null;
        });
  }

  /**
   * The target that an option configures.
   *
   * @return null if the option is none of the target's
   * @throws ProgramException if its value is invalid
   */
  public static @Nullable Mangling target(String target, String option, IptablesWords words)
      throws ProgramException {
    return switch (target + " " + option) {
      case "TOS --set-tos" -> {
        Masked tos = service(words.valueOf(option));
        yield new Mangling.TypeOfService(tos.value(), tos.mask());
      }
      case "TOS --and-tos" -> new Mangling.TypeOfService(0, ~bits(words.valueOf(option)) & BYTE);
      case "TOS --or-tos" -> {
        int bits = bits(words.valueOf(option));
        yield new Mangling.TypeOfService(bits, bits);
      }
      case "TOS --xor-tos" -> new Mangling.TypeOfService(bits(words.valueOf(option)), 0);
      case "DSCP --set-dscp" ->
          new Mangling.CodePoint(codePoint("DSCP", option, words.valueOf(option)));
      case "DSCP --set-dscp-class" -> new Mangling.CodePoint(ofClass(words.valueOf(option)));
      default -> null;
    };
  }

  private static Masked service(String text) throws ProgramException {
    String[] parts = text.split("/", 2);
    Optional<Integer> value = number(parts[0], BYTE);
    if (value.isEmpty()) {
      Integer named = SERVICES.get(text);
      if (named == null) {
        throw IptablesFailure.usage("Symbolic name \"" + text + "\" is unknown");
      }
      return new Masked(named, NAMED);
    }
    return new Masked(value.get(), parts.length == 1 ? BYTE : bits(parts[1]));
  }

  private static int bits(String text) throws ProgramException {
    return number(text, BYTE)
        .orElseThrow(() -> IptablesFailure.usage("Illegal value: \"" + text + "\""));
  }

  private static int codePoint(String extension, String option, String text)
      throws ProgramException {
    return number(text, NAMED)
        .orElseThrow(
            () ->
                IptablesFailure.usage(
                    extension
                        + (": bad value for option \"" + option + "\"")
                        + ", or out of range (0-63).\n"));
  }

  private static int ofClass(String name) throws ProgramException {
    Integer found = CLASSES.get(name.toUpperCase(Locale.ROOT));
    if (found == null) {
      throw IptablesFailure.usage("Invalid DSCP value `" + name + "'");
    }
    return found;
  }

  private static Optional<Integer> number(String text, int most) {
    try {
      int number = Integer.decode(text);
      return number >= 0 && number <= most ? Optional.of(number) : Optional.empty();
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }
}
