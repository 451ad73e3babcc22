package dev.cnilab.conformance.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Replays the captures of a directory and prints where the simulation differs from what was
 * captured.
 */
public final class LinuxConformance {
  private static final String SUFFIX = ".script";

  private final LineComparison comparison;
  private final Consumer<String> out;
  private final List<String> agreeing = new ArrayList<>();
  private final List<String> differing = new ArrayList<>();

  private LinuxConformance(LineComparison comparison, Consumer<String> out) {
    this.comparison = comparison;
    this.out = out;
  }

  /**
   * Replays scripts.
   *
   * @param directory of the scripts, or one of them
   * @param names with or without {@code .script}; empty for all
   * @param out receives each line of the report
   */
  public static LinuxConformance replay(Path directory, List<String> names, Consumer<String> out)
      throws IOException {
    Path folder = directory.toAbsolutePath().getParent();
    if (Files.isRegularFile(directory) && folder != null) {
      return replay(folder, List.of(String.valueOf(directory.getFileName())), out);
    }
    LinuxConformance run = new LinuxConformance(new LineComparison(Normaliser.of(directory)), out);
    for (Path file : scripts(directory, names)) {
      run.replay(file);
    }
    int all = run.agreeing.size() + run.differing.size();
    out.accept(run.agreeing.size() + " of " + all + " scripts agree");
    return run;
  }

  private static List<Path> scripts(Path directory, List<String> names) throws IOException {
    if (!names.isEmpty()) {
      return names.stream()
          .map(name -> name.endsWith(SUFFIX) ? name : name + SUFFIX)
          .map(directory::resolve)
          .toList();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  /** The names of the scripts that agree. */
  public List<String> agreeing() {
    return List.copyOf(agreeing);
  }

  /** The names of the scripts that differ. */
  public List<String> differing() {
    return List.copyOf(differing);
  }

  private void replay(Path file) throws IOException {
    Script script = Script.read(file);
    List<String> differences = differences(script);
    if (differences.isEmpty()) {
      agreeing.add(script.name());
      return;
    }
    differing.add(script.name());
    out.accept("--- " + script.name());
    out.accept("+++ simulation");
    differences.forEach(out);
  }

  private List<String> differences(Script script) {
    List<List<String>> printed;
    try {
      printed = ScriptReplay.run(script);
    } catch (IllegalStateException failed) {
      return List.of("@@ " + failed.getMessage());
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < printed.size(); i++) {
      ScriptCommand step = script.steps().get(i);
      List<String> difference = comparison.differences(step, printed.get(i));
      if (!difference.isEmpty()) {
        lines.add("@@ " + step);
        lines.addAll(difference);
      }
    }
    return lines;
  }
}
