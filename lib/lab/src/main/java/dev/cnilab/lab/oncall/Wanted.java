package dev.cnilab.lab.oncall;

import dev.cnilab.lab.fault.Catalogue;
import dev.cnilab.lab.problem.LabException;
import dev.cnilab.lab.problem.Suggestions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;

/**
 * What was asked of {@code ./lab oncall}.
 *
 * @param names of faults; all if there are none
 * @param plugins all if there are none
 * @param seed chooses some of them
 */
record Wanted(Task task, List<String> names, List<String> plugins, OptionalLong seed) {

  enum Task {
    LIST,
    VERIFY
  }

  Wanted {
    names = List.copyOf(names);
    plugins = List.copyOf(plugins);
  }

  /**
   * Reads the words of a command line.
   *
   * @throws LabException if one of them is not known
   */
  static Wanted of(List<String> words) {
    Task task = Task.LIST;
    List<String> names = new ArrayList<>();
    List<String> plugins = new ArrayList<>();
    OptionalLong seed = OptionalLong.empty();
    for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
      String word = rest.next();
      switch (word) {
        case "--list" -> task = Task.LIST;
        case "--verify" -> task = Task.VERIFY;
        case "--cni" -> plugins.add(value(word, rest));
        case "--seed" -> seed = OptionalLong.of(number(value(word, rest)));
        default -> names.add(known(word));
      }
    }
    return new Wanted(task, names, plugins, seed);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw wrong(option, "nothing follows it");
    }
    return rest.next();
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException notOne) {
      throw wrong("--seed " + text, "it is no whole number");
    }
  }

  private static String known(String name) {
    if (!Catalogue.names().contains(name)) {
      throw wrong(name, "it is neither an option nor a fault of the catalogue");
    }
    return name;
  }

  private static LabException wrong(String word, String why) {
    return LabException.of("could not understand " + word, why, Suggestions.LIST_FAULTS);
  }
}
