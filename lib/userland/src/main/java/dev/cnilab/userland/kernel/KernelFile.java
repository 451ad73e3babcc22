package dev.cnilab.userland.kernel;

import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.open.OpenFile;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A file that the kernel generates. */
public sealed interface KernelFile {

  /**
   * A directory, listed again on each access.
   *
   * @param find returns one entry without generating the others; null if there is none
   */
  record Directory(
      Supplier<Map<String, KernelFile>> entries, Function<String, @Nullable KernelFile> find)
      implements KernelFile {
    public Directory(Supplier<Map<String, KernelFile>> entries) {
      this(entries, name -> entries.get().get(name));
    }

    public static Directory of(Map<String, KernelFile> entries) {
      return new Directory(() -> entries);
    }
  }

  /** A file whose text is generated when it is opened. */
  record Text(Supplier<String> content) implements KernelFile {}

  /** A setting: text that can also be written. */
  record Setting(Supplier<String> content, Writer writer) implements KernelFile {}

  /** A symlink. */
  record Link(Supplier<String> target) implements KernelFile {}

  /**
   * A file that a process has open: a symlink that leads to it, whatever its text says.
   *
   * @param access the permissions that it shows
   */
  record Opened(String target, int access, int owner, int group, Supplier<OpenFile> opener)
      implements KernelFile {}

  /** A file that the reading process may not open; processes with access get a different entry. */
  record Refused() implements KernelFile {}

  /** A character device. */
  record Device(Supplier<OpenFile> opener) implements KernelFile {}

  /** Handles text written to a setting. */
  @FunctionalInterface
  interface Writer {
    /**
     * Sets the value.
     *
     * @throws FileException EINVAL if the value is invalid
     */
    void write(String text) throws FileException;
  }
}
