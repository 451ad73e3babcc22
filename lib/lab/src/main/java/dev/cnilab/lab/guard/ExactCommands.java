package dev.cnilab.lab.guard;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The commands that need privileges to look: which of their arguments make them do nothing else.
 * They are given as a shell has parsed them, word by word, and every word must be known.
 */
final class ExactCommands {
  /** Options without a value, options with one, and what the other words may be. */
  private record Grammar(Set<String> flags, Set<String> valued, Pattern operands, int most) {
    boolean admits(List<String> words) {
      int operandCount = 0;
      for (int i = 0; i < words.size(); i++) {
        String word = words.get(i);
        if (valued.contains(word)) {
          i++;
          if (i == words.size() || !VALUE.matcher(words.get(i)).matches()) {
            return false;
          }
        } else if (!flags.contains(word) && !isAssigned(word)) {
          operandCount++;
          if (word.startsWith("-") || operandCount > most || !operands.matcher(word).matches()) {
            return false;
          }
        }
      }
      return true;
    }

    private boolean isAssigned(String word) {
      int equals = word.indexOf('=');
      return equals > 2
          && word.startsWith("--")
          && valued.contains(word.substring(0, equals))
          && VALUE.matcher(word.substring(equals + 1)).matches();
    }
  }

  /** A value is never taken for an option. */
  private static final Pattern VALUE = Pattern.compile("[^-].*|", Pattern.DOTALL);

  private static final Pattern NAME = Pattern.compile("[\\w.@:+][\\w.@:+-]*");
  private static final Pattern NONE = Pattern.compile("(?!)");
  private static final Pattern ADDRESS = Pattern.compile("[\\w.:/@][\\w.:/@-]*");

  private static final Grammar SAVE =
      new Grammar(Set.of("-c", "--counters"), Set.of("-t", "--table"), NONE, 0);

  private static final Grammar LISTED =
      new Grammar(
          Set.of(
              "-n",
              "--numeric",
              "-v",
              "--verbose",
              "-x",
              "--exact",
              "--line-numbers",
              "-w",
              "--wait",
              "-nv",
              "-vn",
              "-nvx"),
          Set.of("-t", "--table"),
          Pattern.compile("[\\w.:+-]+"),
          2);

  private static final Set<String> LISTS =
      Set.of(
          "-L",
          "-S",
          "--list",
          "--list-rules",
          "-nL",
          "-vL",
          "-nvL",
          "-vnL",
          "-nvxL",
          "-vS",
          "-Ln",
          "-Lnv",
          "-Lv",
          "-Lvn");

  private static final Set<String> CRI_FLAGS =
      Set.of(
          "-a",
          "--all",
          "-q",
          "--quiet",
          "-v",
          "--verbose",
          "--no-trunc",
          "-l",
          "--latest",
          "--digests",
          "--no-pager");
  private static final Set<String> CRI_VALUED =
      Set.of(
          "-o",
          "--output",
          "--name",
          "--namespace",
          "-s",
          "--state",
          "--label",
          "--id",
          "-p",
          "--pod",
          "--image",
          "--last",
          "-n",
          "--tail",
          "--template");

  private static final Set<String> CRI_VERBS =
      Set.of(
          "ps",
          "pods",
          "info",
          "inspect",
          "inspectp",
          "inspecti",
          "images",
          "img",
          "version",
          "stats",
          "statsp",
          "logs",
          "imagefsinfo");

  private static final Set<String> UNIT_VERBS =
      Set.of(
          "status",
          "is-active",
          "is-enabled",
          "is-failed",
          "is-system-running",
          "show",
          "cat",
          "list-units",
          "list-unit-files",
          "list-timers",
          "list-sockets",
          "list-dependencies");

  private static final Grammar UNITS =
      new Grammar(
          Set.of(
              "-l",
              "--full",
              "--no-pager",
              "-a",
              "--all",
              "-q",
              "--quiet",
              "--no-legend",
              "--plain",
              "--failed"),
          Set.of("-n", "--lines", "-p", "--property", "-t", "--type", "-o", "--output", "--state"),
          NAME,
          Integer.MAX_VALUE);

  private static final Grammar JOURNAL =
      new Grammar(
          Set.of(
              "--no-pager",
              "-r",
              "--reverse",
              "-e",
              "--pager-end",
              "-x",
              "--catalog",
              "-q",
              "--quiet",
              "-k",
              "--dmesg",
              "-b",
              "--boot",
              "--no-hostname",
              "-a",
              "--all",
              "--utc",
              "--no-full",
              "--disk-usage",
              "--list-boots"),
          Set.of(
              "-u",
              "--unit",
              "-n",
              "--lines",
              "-o",
              "--output",
              "-S",
              "--since",
              "-U",
              "--until",
              "-t",
              "--identifier",
              "-p",
              "--priority",
              "-g",
              "--grep"),
          NONE,
          0);

  private static final Set<String> IP_FLAGS =
      Set.of(
          "-4",
          "-6",
          "-s",
          "-d",
          "-o",
          "-br",
          "-brief",
          "-j",
          "-json",
          "-p",
          "-details",
          "-oneline",
          "-statistics",
          "-stats",
          "-h",
          "-c");
  private static final Set<String> IP_OBJECTS =
      Set.of(
          "a",
          "addr",
          "address",
          "l",
          "link",
          "r",
          "route",
          "n",
          "neigh",
          "neighbour",
          "neighbor",
          "rule");
  private static final Set<String> SHOWS = Set.of("show", "sh", "list", "ls", "l", "get");
  private static final Set<String> SHOW_WORDS =
      Set.of("dev", "type", "table", "to", "via", "up", "scope", "from", "all", "default", "main");

  private ExactCommands() {}

  /** Whether a command is known to do nothing but look, wherever it runs. */
  static boolean looks(List<String> words) {
    List<String> rest = words.subList(1, words.size());
    return switch (words.getFirst()) {
      case "iptables", "ip6tables" -> filterLooks(rest);
      case "iptables-save", "ip6tables-save" -> SAVE.admits(rest);
      case "ipset" -> List.of("list", "save", "-L", "-S").contains(first(rest)) && namesOnly(rest);
      case "nft" -> nftLooks(rest);
      case "conntrack" -> conntrackLooks(rest);
      case "crictl" -> cri(rest);
      case "systemctl" -> units(rest);
      case "journalctl" -> JOURNAL.admits(rest);
      case "ethtool" -> linkLooks(rest);
      case "ip" -> ipLooks(rest);
      default -> false;
    };
  }

  private static String first(List<String> words) {
    return words.isEmpty() ? "" : words.getFirst();
  }

  private static boolean namesOnly(List<String> words) {
    return words.stream()
        .skip(1)
        .allMatch(word -> NAME.matcher(word).matches() || Set.of("-n", "-t").contains(word));
  }

  /** One word that lists, or a rule that is only checked. */
  private static boolean filterLooks(List<String> words) {
    if (words.contains("-C") || words.contains("--check")) {
      return words.stream().noneMatch(ExactCommands::changesFilter);
    }
    List<String> rest = words.stream().filter(word -> !LISTS.contains(word)).toList();
    return rest.size() == words.size() - 1 && LISTED.admits(rest);
  }

  /** Letters may stand together in one word, and long options may be cut short. */
  private static boolean changesFilter(String word) {
    return word.matches("-(?!-)\\w*[ADIRFZNXPE]\\w*")
        || word.matches("--(a|de|i|rep|f|z|n(?!umeric)|p(?!rotocol|ort)|ren|m(?!atch)).*");
  }

  private static boolean nftLooks(List<String> words) {
    List<String> rest =
        words.stream().dropWhile(Set.of("-a", "-n", "-nn", "-j", "-s", "-y")::contains).toList();
    return first(rest).equals("list")
        && rest.stream().skip(1).allMatch(word -> NAME.matcher(word).matches());
  }

  private static boolean conntrackLooks(List<String> words) {
    return Set.of("-L", "-C", "-S", "--dump", "--count", "--stats").contains(first(words))
        && words.stream()
            .skip(1)
            .allMatch(
                word ->
                    Set.of(
                                "-p",
                                "-s",
                                "-d",
                                "-o",
                                "-f",
                                "--sport",
                                "--dport",
                                "--orig-src",
                                "--orig-dst",
                                "--src",
                                "--dst",
                                "-n",
                                "-j")
                            .contains(word)
                        || (ADDRESS.matcher(word).matches() && !word.startsWith("-")));
  }

  private static boolean cri(List<String> words) {
    return CRI_VERBS.contains(first(words))
        && new Grammar(CRI_FLAGS, CRI_VALUED, NAME, 9).admits(words.subList(1, words.size()));
  }

  private static boolean units(List<String> words) {
    List<String> verbs = words.stream().filter(word -> !word.startsWith("-")).toList();
    return UNIT_VERBS.contains(first(verbs)) && UNITS.admits(words);
  }

  private static boolean linkLooks(List<String> words) {
    List<String> rest =
        Set.of("-i", "-k", "-S", "-g", "-c", "-a", "-l").contains(first(words))
            ? words.subList(1, words.size())
            : words;
    return rest.size() == 1 && NAME.matcher(rest.getFirst()).matches();
  }

  private static boolean ipLooks(List<String> words) {
    List<String> rest = words.stream().dropWhile(IP_FLAGS::contains).toList();
    if (rest.size() >= 4 && rest.get(0).equals("netns") && rest.get(1).equals("exec")) {
      List<String> inner = rest.subList(3, rest.size());
      return NAME.matcher(rest.get(2)).matches() && looks(inner);
    }
    if (rest.size() > 2 && rest.getFirst().equals("-n")) {
      return NAME.matcher(rest.get(1)).matches() && ipLooks(rest.subList(2, rest.size()));
    }
    if (rest.size() >= 2 && rest.get(0).equals("netns")) {
      return Set.of("list", "list-id", "pids", "identify").contains(rest.get(1)) && namesOnly(rest);
    }
    boolean shows = rest.size() == 1 || (rest.size() > 1 && SHOWS.contains(rest.get(1)));
    return IP_OBJECTS.contains(first(rest))
        && shows
        && rest.stream()
            .skip(2)
            .allMatch(word -> SHOW_WORDS.contains(word) || ADDRESS.matcher(word).matches());
  }

  /**
   * The process whose network namespace a command is to run in, if that is all that {@code nsenter}
   * is asked for.
   */
  static Optional<Door> door(List<String> words) {
    if (!words.getFirst().equals("nsenter")) {
      return Optional.empty();
    }
    String pid = "";
    boolean net = false;
    int i = 1;
    for (; i < words.size() && words.get(i).startsWith("-"); i++) {
      String word = words.get(i);
      if (word.equals("--")) {
        i++;
        break;
      } else if (word.equals("-t") || word.equals("--target")) {
        i++;
        pid = i < words.size() ? words.get(i) : "";
      } else if (word.matches("-t\\d+|--target=\\d+")) {
        pid = word.replaceAll("\\D", "");
      } else if (word.equals("-n") || word.equals("--net")) {
        net = true;
      } else {
        return Optional.empty();
      }
    }
    return net && pid.matches("[1-9]\\d{0,8}") && i < words.size()
        ? Optional.of(new Door(pid, words.subList(i, words.size())))
        : Optional.empty();
  }

  /** A command in the network namespace of a process. */
  record Door(String pid, List<String> command) {}
}
