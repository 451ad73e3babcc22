package dev.cnilab.lab.progress;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.cnilab.lab.problem.LabException;
import dev.cnilab.lab.problem.Suggestions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

  /**
   * Updates the progress of a step. The file lock works only between JVMs, hence also the monitor.
   */
  public void update(String step, UnaryOperator<StepProgress> change) {
    synchronized (ProgressFile.class) {
      updateAlone(step, change);
    }
  }

  private void updateAlone(String step, UnaryOperator<StepProgress> change) {
    try {
      Files.createDirectories(file.getParent());
      Path lock = file.resolveSibling(file.getFileName() + ".lock");
      try (FileChannel channel = FileChannel.open(lock, CREATE, WRITE);
          FileLock turn = channel.lock()) {
        assert turn.isValid();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(
            fresh, read().with(step, change).toJson(), CREATE, TRUNCATE_EXISTING, WRITE, SYNC);
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw problem(e);
    }
  }

  private LabException problem(IOException e) {
    return LabException.of(
        "could not keep your progress in " + file, e.toString(), Suggestions.NAME_A_PROGRESS_FILE);
  }
}
