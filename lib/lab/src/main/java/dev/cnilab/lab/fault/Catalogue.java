package dev.cnilab.lab.fault;

import dev.cnilab.lab.client.Yaml;
import dev.cnilab.lab.problem.LabException;
import dev.cnilab.lab.problem.Suggestions;
import dev.cnilab.lab.resource.Resources;
import java.util.List;

/** All faults there are: the files that {@code index.txt} names. */
public final class Catalogue {

  private static final String INDEX = "index.txt";

  private Catalogue() {}

  /** Their names, in alphabetical order. */
  public static List<String> names() {
    return resource(INDEX).lines().filter(line -> !line.isBlank()).toList();
  }

  /**
   * One of them.
   *
   * @throws LabException if there is none of that name
   * @throws IllegalArgumentException if its file is wrong
   */
  public static Fault fault(String name, Setting setting) {
    return new FaultFile(name, setting).read(text(name));
  }

  /** All of them in outline, in alphabetical order. */
  public static List<Outline> outlines() {
    return names().stream().map(Catalogue::outline).toList();
  }

  /**
   * One of them in outline.
   *
   * @throws LabException if there is none of that name
   */
  public static Outline outline(String name) {
    return Outline.of(name, Yaml.parse(text(name)));
  }

  /**
   * Its file's text.
   *
   * @throws LabException if there is none of that name
   */
  public static String text(String name) {
    if (!names().contains(name)) {
      throw LabException.of(
          "could not find the fault " + name,
          "the catalogue has none of that name",
          Suggestions.LIST_FAULTS);
    }
    return resource(name + ".yaml");
  }

  private static String resource(String file) {
    return Resources.text(Catalogue.class, file);
  }
}
