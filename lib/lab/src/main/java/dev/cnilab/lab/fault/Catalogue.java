package dev.cnilab.lab.fault;

import dev.cnilab.lab.client.message.Yaml;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.text.ResourceFiles;
import java.util.List;

/** The catalogue of faults: the files listed in {@code index.txt}. */
public final class Catalogue {

  private static final String INDEX = "index.txt";

  private Catalogue() {}

  /** Their names, in alphabetical order. */
  public static List<String> names() {
    return resource(INDEX).lines().filter(line -> !line.isBlank()).toList();
  }

  /**
   * A fault.
   *
   * @throws LabException if there is none of that name
   * @throws IllegalArgumentException if its file is invalid
   */
  public static Fault fault(String name, FaultPlaceholders setting) {
    return new FaultFile(name, setting).read(text(name));
  }

  /** The outlines of all faults, in alphabetical order. */
  public static List<Outline> outlines() {
    return names().stream().map(Catalogue::outline).toList();
  }

  /**
   * The outline of a fault.
   *
   * @throws LabException if there is none of that name
   */
  public static Outline outline(String name) {
    return Outline.of(name, Yaml.parse(text(name)));
  }

  /**
   * The text of a fault's file.
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
    return ResourceFiles.text(Catalogue.class, file);
  }
}
