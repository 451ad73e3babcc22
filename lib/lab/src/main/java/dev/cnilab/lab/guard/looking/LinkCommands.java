package dev.cnilab.lab.guard.looking;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** When {@code ip} and {@code ethtool} are read-only. */
final class LinkCommands {
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

  private LinkCommands() {}

  static boolean ethtool(List<String> words) {
    List<String> rest =
        Set.of("-i", "-k", "-S", "-g", "-c", "-a", "-l").contains(AdmittedWords.first(words))
            ? words.subList(1, words.size())
            : words;
    return rest.size() == 1 && AdmittedWords.NAME.matcher(rest.getFirst()).matches();
  }

  /**
   * Whether a call of {@code ip} is read-only.
   *
   * @param looks whether a command for {@code ip netns exec} is read-only
   */
  static boolean ip(List<String> words, Predicate<List<String>> looks) {
    List<String> rest = words.stream().dropWhile(IP_FLAGS::contains).toList();
    if (rest.size() >= 4 && rest.get(0).equals("netns") && rest.get(1).equals("exec")) {
      List<String> inner = rest.subList(3, rest.size());
      return AdmittedWords.NAME.matcher(rest.get(2)).matches() && looks.test(inner);
    }
    if (rest.size() > 2 && rest.getFirst().equals("-n")) {
      return AdmittedWords.NAME.matcher(rest.get(1)).matches()
          && ip(rest.subList(2, rest.size()), looks);
    }
    if (rest.size() >= 2 && rest.get(0).equals("netns")) {
      return Set.of("list", "list-id", "pids", "identify").contains(rest.get(1))
          && AdmittedWords.namesOnly(rest);
    }
    boolean shows = rest.size() == 1 || (rest.size() > 1 && SHOWS.contains(rest.get(1)));
    return IP_OBJECTS.contains(AdmittedWords.first(rest))
        && shows
        && rest.stream()
            .skip(2)
            .allMatch(
                word -> SHOW_WORDS.contains(word) || AdmittedWords.ADDRESS.matcher(word).matches());
  }
}
