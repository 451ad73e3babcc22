package dev.cnilab.userland.net.conntrack;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The commands and options of {@code conntrack}, short and long. */
final class ConntrackWords {
  /** Each command's letter by its words. */
  static final Map<String, String> COMMANDS =
      byEitherWord(
          "-L --dump",
          "-D --delete",
          "-F --flush",
          "-C --count",
          "-G --get",
          "-E --event",
          "-S --stats",
          "-I --create",
          "-U --update",
          "-A --add",
          "-h --help",
          "-V --version");

  /** The options of protocols with ports, and of TCP. */
  static final Set<String> OF_PROTOCOL =
      Set.of("sport", "dport", "reply-port-src", "reply-port-dst", "state");

  /** The commands that take values for a connection. */
  static final Set<String> CHANGING = Set.of("-I", "-U");

  /** Each option's long name by its words. */
  static final Map<String, String> LONG = longNames();

  private static Map<String, String> byEitherWord(String... commands) {
    Map<String, String> all = new HashMap<>();
    for (String each : commands) {
      String[] words = each.split(" ", -1);
      all.put(words[0], words[0]);
      all.put(words[1], words[0]);
    }
    return all;
  }

  private static Map<String, String> longNames() {
    Map<String, String> all = new HashMap<>();
    for (String each :
        List.of(
            "src -s --orig-src",
            "dst -d --orig-dst",
            "reply-src -r",
            "reply-dst -q",
            "protonum -p --proto",
            "timeout -t",
            "status -u",
            "zero -z",
            "event-mask -e",
            "family -f",
            "src-nat -n",
            "dst-nat -g",
            "any-nat -j",
            "output -o",
            "buffer-size -b",
            "mark -m",
            "zone -w",
            "sport --orig-port-src",
            "dport --orig-port-dst")) {
      String[] words = each.split(" ", -1);
      List.of(words).subList(1, words.length).forEach(word -> all.put(word, words[0]));
    }
    return all;
  }

  private ConntrackWords() {}
}
