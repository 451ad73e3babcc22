package dev.cnilab.lab.fault;

import dev.cnilab.lab.client.Yaml;
import dev.cnilab.lab.problem.LabException;
import dev.cnilab.lab.problem.Suggestions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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

  /** The plugins that one of them applies to. */
  public static List<String> plugins(String name) {
    return Yaml.parse(text(name)).texts("/plugins");
  }

  /** Its file's text. */
  static String text(String name) {
    if (!names().contains(name)) {
      throw LabException.of(
          "could not find the fault " + name,
          "the catalogue has none of that name",
          Suggestions.LIST_FAULTS);
    }
    return resource(name + ".yaml");
  }

  private static String resource(String file) {
    try (InputStream stream = Catalogue.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException(
            "the catalogue's index names " + file + ", which is missing");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
