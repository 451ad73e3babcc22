package dev.cnilab.userland.system.mount;

import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.TmpfsOptions;
import dev.cnilab.userland.file.mount.Mount;
import dev.cnilab.userland.hardware.Hardware;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words after {@code mount -o}; mount(8), tmpfs(5). */
record MountOptions(List<String> words) {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([kKmMgG%]?)");
  private static final Pattern MODE = Pattern.compile("[0-7]{1,4}");

  private static final String STRICT = "strictatime";

  /** Words for what is so without them; some take back a flag. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of("defaults", "suid", "dev", "exec", "async", "atime", "norelatime", "diratime", "auto");

  static MountOptions of(String list) {
    return new MountOptions(list.isEmpty() ? List.of() : List.of(list.split(",")));
  }

  boolean has(String word) {
    return words.contains(word);
  }

  /** Whether it binds: also with {@code rbind}. */
  boolean isBind() {
    return has("bind") || has("rbind");
  }

  /** The last of {@code ro} and {@code rw} counts. */
  Mount.Access access(Mount.Access otherwise) {
    int readOnly = words.lastIndexOf("ro");
    int writable = words.lastIndexOf("rw");
    return readOnly == writable
        ? otherwise
        : readOnly > writable ? Mount.Access.READ_ONLY : Mount.Access.READ_WRITE;
  }

  /** Whether a word is a flag. */
  boolean hasFlag() {
    return words.stream().anyMatch(MountOptions::isFlag);
  }

  private static boolean isFlag(String word) {
    return List.of(Mount.Flag.values()).stream().anyMatch(each -> each.word().equals(word));
  }

  /** The flags after these words, of which the last counts. */
  Set<Mount.Flag> flags(Set<Mount.Flag> before) {
    Set<Mount.Flag> flags = EnumSet.noneOf(Mount.Flag.class);
    flags.addAll(before);
    for (String word : words) {
      for (Mount.Flag flag : Mount.Flag.values()) {
        if (word.equals(flag.word())) {
          flags.add(flag);
        } else if (("no" + word).equals(flag.word())) {
          flags.remove(flag);
        }
      }
    }
    flags.remove(Mount.Flag.RELATIME);
    if (!flags.contains(Mount.Flag.NOATIME) && !has(STRICT)) {
      flags.add(Mount.Flag.RELATIME); // what mount(2) adds if neither is asked for
    }
    return flags;
  }

  /**
   * Checks that nothing but flags is left.
   *
   * @throws FileException EINVAL if a word is unknown
   */
  void requireKnown() throws FileException {
    for (String word : words) {
      requireFlag(word);
    }
  }

  private static void requireFlag(String word) throws FileException {
    Set<String> others = Set.of("ro", "rw", "bind", "rbind", "remount", STRICT);
    if (!isFlag(word) && !others.contains(word) && !WITHOUT_EFFECT.contains(word)) {
      throw new FileException(FileError.EINVAL, word);
    }
  }

  /**
   * What it says of a tmpfs.
   *
   * @throws FileException EINVAL if a word or a value is unknown
   */
  TmpfsOptions tmpfs() throws FileException {
    TmpfsOptions options = TmpfsOptions.USUAL;
    for (String word : words) {
      options = tmpfs(word).apply(options);
    }
    return options;
  }

  private static UnaryOperator<TmpfsOptions> tmpfs(String word) throws FileException {
    if (word.equals("noswap")) {
      return TmpfsOptions::withoutSwap;
    } else if (word.startsWith("size=")) {
      long size = size(word.substring("size=".length()));
      return before -> new TmpfsOptions(size, before.permissions(), before.further());
    } else if (word.startsWith("mode=")) {
      String mode = word.substring("mode=".length());
      if (!MODE.matcher(mode).matches()) {
        throw new FileException(FileError.EINVAL, word);
      }
      return before -> before.withPermissions(Integer.parseInt(mode, 8));
    }
    requireFlag(word);
    return before -> before;
  }

  /** Bytes, with k, m or g, or a percentage of the memory. */
  private static long size(String text) throws FileException {
    Matcher given = SIZE.matcher(text);
    if (!given.matches()) {
      throw new FileException(FileError.EINVAL, text);
    }
    long number = Long.parseLong(given.group(1));
    return switch (given.group(2).toLowerCase(Locale.ROOT)) {
      case "k" -> number << 10;
      case "m" -> number << 20;
      case "g" -> number << 30;
      case "%" -> Hardware.MEMORY_KI * 1024 * number / 100;
      default -> number;
    };
  }
}
