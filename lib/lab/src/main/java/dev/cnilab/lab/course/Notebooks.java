package dev.cnilab.lab.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The notebooks of the steps, for links: files such as {@code 03-pod-to-pod.ipynb}, but not the
 * copies that {@code ./lab again} keeps beside them, {@code 03-pod-to-pod.1.ipynb}.
 */
public record Notebooks(List<String> names) {

  public Notebooks {
    names = List.copyOf(names);
  }

  /** The notebooks in the folder of the running one; none if there are none. */
  static Notebooks here() {
    try (Stream<Path> files = Files.list(Path.of(""))) {
      return new Notebooks(
          files
              .map(Path::toString)
              .filter(name -> name.matches("\\d\\d-[\\w-]+\\.ipynb"))
              .toList());
    } catch (IOException notReadable) {
      return new Notebooks(List.of());
    }
  }

  /** The step's title, as a link if its notebook exists. */
  String link(Step step) {
    return names.stream()
        .filter(name -> name.startsWith(step.number() + "-"))
        .findFirst()
        .map(name -> "[%s](%s)".formatted(step.title(), name))
        .orElse(step.title());
  }
}
