package dev.cnilab.userland.net.ipset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The arguments of ipset.
 *
 * @param words the command by its long name, and its operands
 * @param exist whether it is not an error if an entry already exists or does not exist
 * @param names whether only names are listed
 * @param terse whether sets are listed without their entries
 * @param saves whether sets are printed as the commands that create them
 */
record IpsetArguments(
    List<String> words, boolean exist, boolean quiet, boolean names, boolean terse, boolean saves) {

  private static final Map<String, String> SHORT =
      Map.ofEntries(
          Map.entry("-N", "create"),
          Map.entry("--create", "create"),
          Map.entry("-n", "create"),
          Map.entry("-A", "add"),
          Map.entry("--add", "add"),
          Map.entry("-D", "del"),
          Map.entry("--del", "del"),
          Map.entry("-T", "test"),
          Map.entry("--test", "test"),
          Map.entry("-X", "destroy"),
          Map.entry("--destroy", "destroy"),
          Map.entry("-L", "list"),
          Map.entry("--list", "list"),
          Map.entry("-S", "save"),
          Map.entry("--save", "save"),
          Map.entry("-R", "restore"),
          Map.entry("--restore", "restore"),
          Map.entry("-F", "flush"),
          Map.entry("--flush", "flush"),
          Map.entry("-E", "rename"),
          Map.entry("--rename", "rename"),
          Map.entry("-W", "swap"),
          Map.entry("--swap", "swap"),
          Map.entry("-V", "version"),
          Map.entry("-v", "version"),
          Map.entry("--version", "version"),
          Map.entry("-H", "help"),
          Map.entry("--help", "help"));

  static IpsetArguments read(List<String> arguments) {
    List<String> words = new ArrayList<>();
    boolean exist = false;
    boolean quiet = false;
    boolean names = false;
    boolean terse = false;
    boolean saves = false;
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      boolean first = words.isEmpty();
      switch (word) {
        case "-exist", "--exist", "-!" -> exist = true;
        case "-quiet", "--quiet", "-q" -> quiet = true;
        case "-name", "--name" -> names = true;
        case "-terse", "--terse", "-t" -> terse = true;
        case "-sorted", "--sorted", "-s", "-resolve", "--resolve", "-r" -> {}
        case "-output", "--output", "-o" -> {
          i++;
          saves = i < arguments.size() && isSave(arguments.get(i));
        }
        default -> {
          if (word.equals("-n") && (!first || followedByList(arguments, i))) {
            names = true;
          } else {
            words.add(first ? command(word) : word);
          }
        }
      }
    }
    return new IpsetArguments(words, exist, quiet, names, terse, saves);
  }

  private static boolean isSave(String mode) {
    if (!List.of("plain", "save", "xml").contains(mode)) {
      throw IpsetFailure.syntax("unknown output mode '" + mode + "'");
    }
    return mode.equals("save");
  }

  private static boolean followedByList(List<String> arguments, int i) {
    return i + 1 < arguments.size() && List.of("list", "-L").contains(arguments.get(i + 1));
  }

  /** The long name of a command. */
  static String command(String word) {
    return SHORT.getOrDefault(word, word);
  }
}
