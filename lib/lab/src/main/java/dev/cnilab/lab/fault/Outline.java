package dev.cnilab.lab.fault;

import dev.cnilab.lab.client.Json;
import java.util.List;

/**
 * What a fault's file says wherever the fault is made.
 *
 * @param plugins those it applies to
 * @param level of difficulty, 1-5
 * @param causes the words of its answer; none where nothing is wrong
 */
public record Outline(String name, List<String> plugins, int level, List<String> causes) {

  public Outline {
    plugins = List.copyOf(plugins);
    causes = List.copyOf(causes);
  }

  static Outline of(String name, Json file) {
    return new Outline(
        name,
        file.texts("/plugins"),
        file.number("/level"),
        file.list("/culprits").stream().map(each -> each.text("/cause")).toList());
  }

  /** What kind of fault it is: the cause that is nearest to the root. */
  public String kind() {
    return causes.isEmpty() ? "nothing-wrong" : causes.getFirst();
  }
}
