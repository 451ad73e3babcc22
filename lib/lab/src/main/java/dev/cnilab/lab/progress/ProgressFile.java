package dev.cnilab.lab.progress;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * The file with the progress. It is written to disk and then replaced atomically, so a crash leaves
 * the old or the new one; kernels that write at the same time take turns.
 */
public final class ProgressFile {

  private final Path file;

  public ProgressFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** The file that CNILAB_PROGRESS names, or {@code ~/.cnilab/progress.json}. */
  public static ProgressFile fromEnvironment() {
    String named = System.getenv("CNILAB_PROGRESS");
    return new ProgressFile(
        named == null
            ? Path.of(System.getProperty("user.home"), ".cnilab", "progress.json")
            : Path.of(named));
  }

  /** A file with this name in the same folder, which holds all of a learner's files. */
  public Path beside(String name) {
    return file.resolveSibling(name);
  }

  /** Its content; a damaged file is moved aside, never overwritten. */
  public Progress read() {
    try {
      return Files.exists(file) ? Progress.parse(Files.readString(file)) : Progress.NONE;
    } catch (IllegalArgumentException damaged) {
      return setAside(Objects.requireNonNullElse(damaged.getMessage(), "it is no progress"));
    } catch (CharacterCodingException damaged) {
      return setAside("it is no text");
    } catch (IOException e) {
      throw problem(e);
    }
  }

  private Progress setAside(String why) {
    Path aside = file.resolveSibling(file.getFileName() + ".damaged-" + System.currentTimeMillis());
    try {
      Files.move(file, aside);
    } catch (IOException e) {
      throw problem(e);
    }
    System.err.println(
        "The progress file could not be read (%s). It was set aside as %s; progress starts from zero."
            .formatted(why, aside));
    return Progress.NONE;
  }

  /** Updates the progress of a step. */
  public void update(String step, UnaryOperator<StepProgress> change) {
    try {
      new SharedFile(file).change(() -> read().with(step, change).toJson());
    } catch (IOException e) {
      throw problem(e);
    }
  }

  private LabException problem(IOException e) {
    return LabException.of(
        "could not keep your progress in " + file, e.toString(), Suggestions.NAME_A_PROGRESS_FILE);
  }
}
