package dev.cnilab.userland.net.conntrack;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which options go with which command (commands_v_options of conntrack.c). */
final class LegalOptions {
  private static final Set<String> ALL =
      Set.of(
          "src",
          "dst",
          "reply-src",
          "reply-dst",
          "protonum",
          "timeout",
          "status",
          "zero",
          "event-mask",
          "family",
          "src-nat",
          "dst-nat",
          "any-nat",
          "output",
          "buffer-size",
          "mark",
          "zone");

  private static final Map<String, Set<String>> ILLEGAL =
      Map.of(
          "-L", Set.of("event-mask", "buffer-size", "timeout"),
          "-D", Set.of("zero", "event-mask", "buffer-size"),
          "-G", Set.of("zero", "event-mask", "buffer-size"),
          "-U", Set.of("zero", "event-mask", "buffer-size", "zone"),
          "-E", Set.of("timeout", "status", "zero"),
          "-F", without("family"),
          "-C", ALL,
          "-S", ALL);

  private static final Map<String, Set<String>> ILLEGAL_FOR_EXPECT =
      Map.of("-L", without("family", "output"), "-E", without("output"));

  private LegalOptions() {}

  private static Set<String> without(String... legal) {
    Set<String> rest = new HashSet<>(ALL);
    rest.removeAll(List.of(legal));
    return Set.copyOf(rest);
  }

  /**
   * Checks the options of a call.
   *
   * @throws dev.cnilab.userland.net.command.CommandFailure for the first that does not go with it
   */
  static void check(String command, String table, List<String> options) {
    Map<String, Set<String>> rules = table.equals("expect") ? ILLEGAL_FOR_EXPECT : ILLEGAL;
    Set<String> illegal = rules.getOrDefault(command, Set.of());
    for (String option : options) {
      if (illegal.contains(option)) {
        throw ConntrackCommand.usage("Illegal option `--" + option + "' with this command");
      }
    }
  }
}
