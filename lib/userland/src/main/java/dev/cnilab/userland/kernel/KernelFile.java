package dev.cnilab.userland.kernel;

import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.stream.OpenFile;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An entry that the kernel makes up. */
public sealed interface KernelFile {

  /**
   * A directory, listed again each time.
   *
   * @param find one entry, for which the others need not be made; null if there is none
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

  /** A file with text that is made when it is opened. */
  record Text(Supplier<String> content) implements KernelFile {}

  /** A setting: text that can be written too. */
  record Setting(Supplier<String> content, Writer writer) implements KernelFile {}

  /** A symlink. */
  record Link(Supplier<String> target) implements KernelFile {}

  /** A file that those who look may not open; a process that may see it gets another entry. */
  record Refused() implements KernelFile {}

  /** A character device. */
  record Device(Supplier<OpenFile> opener) implements KernelFile {}

  /** What happens to text that is written into a setting. */
  @FunctionalInterface
  interface Writer {
    /**
     * Takes it.
     *
     * @throws FileException EINVAL if the value does not fit
     */
    void write(String text) throws FileException;
  }
}
