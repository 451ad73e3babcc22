package dev.cnilab.userland.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Replays the captures of a directory and prints where the simulation differs from what was
 * captured. Ends with status 0 if it differs nowhere.
 */
public final class LinuxConformance {
  private static final String SUFFIX = ".script";

  private final Comparison comparison;
  private final Consumer<String> out;
  private final List<String> agreeing = new ArrayList<>();
  private final List<String> differing = new ArrayList<>();

  private LinuxConformance(Comparison comparison, Consumer<String> out) {
    this.comparison = comparison;
    this.out = out;
  }

  /** Arguments: a directory of scripts, and perhaps the names of some of them. */
  @SuppressWarnings("SystemOut") // this is what the command prints
  public static void main(String[] arguments) throws IOException {
    if (arguments.length == 0) {
      System.err.println("usage: conformance linux DIRECTORY [SCRIPT...]");
      System.exit(2);
    }
    Path directory = Path.of(arguments[0]);
    if (!Files.isDirectory(directory)) {
      System.err.println(
          "there is no directory " + directory + "; name the one that holds the .script files");
      System.exit(2);
    }
    List<String> names = Arrays.asList(arguments).subList(1, arguments.length);
    LinuxConformance run = replay(directory, names, System.out::println);
    System.exit(run.differing().isEmpty() ? 0 : 1);
  }

  /**
   * Replays scripts.
   *
   * @param names with or without {@code .script}; empty for all
   * @param out is given each line of the report
   */
  public static LinuxConformance replay(Path directory, List<String> names, Consumer<String> out)
      throws IOException {
    LinuxConformance run = new LinuxConformance(new Comparison(Normaliser.of(directory)), out);
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
      printed = Replay.run(script);
    } catch (IllegalStateException failed) {
      return List.of("@@ " + failed.getMessage());
    }
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < printed.size(); i++) {
      Step step = script.steps().get(i);
      List<String> difference = comparison.differences(step, printed.get(i));
      if (!difference.isEmpty()) {
        lines.add("@@ " + step);
        lines.addAll(difference);
      }
    }
    return lines;
  }
}
