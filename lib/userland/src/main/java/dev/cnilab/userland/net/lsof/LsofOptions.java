package dev.cnilab.userland.net.lsof;

import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProgramException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The options of {@code lsof}, which take values in their own ways; lsof(8). */
final class LsofOptions {
  static final String USAGE =
      """
      lsof 4.95.0
       latest revision: https://github.com/lsof-org/lsof
       latest FAQ: https://github.com/lsof-org/lsof/blob/master/00FAQ
       latest (non-formatted) man page: https://github.com/lsof-org/lsof/blob/master/Lsof.8
       usage: [-?abhKlnNoOPRtUvVX] [+|-c c] [+|-d s] [+D D] [+|-E] [+|-e s] [+|-f[gG]]
       [-F [f]] [-g [s]] [-i [i]] [+|-L [l]] [+m [m]] [+|-M] [-o [o]] [-p s]
       [+|-r [t]] [-s [p:s]] [-S [t]] [-T [t]] [-u s] [+|-w] [-x [fl]] [--] [names]
      Use the ``-h'' option to get more help information.\
      """;

  final List<InternetFilter> internet = new ArrayList<>();
  final Set<String> pids = new HashSet<>();
  final Set<String> states = new HashSet<>();
  final List<String> commands = new ArrayList<>();
  final Set<Character> flags = new HashSet<>();
  private final Process process;
  private final List<String> words;

  private LsofOptions(Process process, List<String> words) {
    this.process = process;
    this.words = new ArrayList<>(words);
  }

  static LsofOptions parse(Process process) throws ProgramException {
    List<String> words = process.arguments();
    LsofOptions options = new LsofOptions(process, words.subList(1, words.size()));
    while (!options.words.isEmpty()) {
      options.take(options.words.removeFirst());
    }
    if (options.internet.isEmpty()) {
      throw new ProgramException(
          1, "only network files are available on this machine: name them by -i\n" + USAGE);
    }
    return options;
  }

  private void take(String word) throws ProgramException {
    if (!word.matches("-.+")) {
      throw new ProgramException(
          1, word + ": files by their names are not available on this machine");
    }
    for (int i = 1; i < word.length(); i++) {
      char letter = word.charAt(i);
      String rest = word.substring(i + 1);
      switch (letter) {
        case 'n', 'P', 't', 'a', 'b', 'w', 'l' -> flags.add(letter);
        case 'i' -> {
          internet.add(InternetFilter.parse(process, optional(rest)));
          return;
        }
        case 's' -> {
          states(optional(rest));
          return;
        }
        case 'p' -> {
          pids.addAll(Arrays.asList(required(letter, rest).split(",")));
          return;
        }
        case 'c' -> {
          commands.add(required(letter, rest));
          return;
        }
        default -> {
          String known = "?hKNoORUvVXdDEefFgLmMrSTux";
          throw new ProgramException(
              1,
              (known.indexOf(letter) >= 0
                      ? "option -" + letter + " is not available on this machine"
                      : "illegal option character: " + letter)
                  + "\n"
                  + USAGE);
        }
      }
    }
  }

  /**
   * The optional value: the rest of the word, or otherwise the next word if that is not an option.
   */
  private String optional(String rest) {
    boolean next = rest.isEmpty() && !words.isEmpty() && !words.getFirst().startsWith("-");
    return next ? words.removeFirst() : rest;
  }

  private String required(char letter, String rest) throws ProgramException {
    if (rest.isEmpty() && words.isEmpty()) {
      throw new ProgramException(1, "option requires an argument -- '" + letter + "'\n" + USAGE);
    }
    return rest.isEmpty() ? words.removeFirst() : rest;
  }

  private void states(String text) throws ProgramException {
    String[] parts = text.split(":", 2);
    if (text.isEmpty()) {
      return; // sizes instead of offsets; sockets have neither
    } else if (!parts[0].matches("(?i)tcp|udp") || parts.length < 2) {
      throw InternetFilter.wrong("unknown -s protocol: \"" + parts[0] + "\"");
    }
    for (String each : parts[1].split(",", -1)) {
      states.add(parts[0].toLowerCase(Locale.ROOT) + ":" + each.toUpperCase(Locale.ROOT));
    }
  }
}
