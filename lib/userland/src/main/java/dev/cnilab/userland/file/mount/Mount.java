package dev.cnilab.userland.file.mount;

import dev.cnilab.userland.file.FileTree;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * A tree and where it is attached.
 *
 * @param target absolute, without symlinks; "/" for the root
 * @param source the first column of /proc/mounts
 */
public record Mount(String target, FileTree tree, String source, Access access, Set<Flag> flags) {
  /** Whether the mount is writable. */
  public enum Access {
    READ_WRITE,
    READ_ONLY
  }

  /**
   * What a mount adds to the rights that its files give, in the order in which the kernel lists it;
   * mount(8). Only NOEXEC has an effect here: no program has the bit setuid, devices are in /dev
   * alone, and the time of the last access is not kept.
   */
  public enum Flag {
    NOSUID,
    NODEV,
    NOEXEC,
    NOATIME,
    NODIRATIME,
    RELATIME;

    /** What mount(2) sets unless it is told otherwise. */
    public static final Set<Flag> USUAL = of(RELATIME);

    /** For file systems of the kernel that hold no programs and no devices. */
    public static final Set<Flag> DATA = of(NOSUID, NODEV, NOEXEC, RELATIME);

    /** A set of flags, which cannot be changed. */
    public static Set<Flag> of(Flag first, Flag... others) {
      return Collections.unmodifiableSet(EnumSet.of(first, others));
    }

    /** Its word in a list of options. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** As {@link #access} and {@link #flags}, in the words of mount(8) with commas between them. */
  public String ownOptions() {
    StringBuilder text = new StringBuilder(access == Access.READ_ONLY ? "ro" : "rw");
    flags.forEach(flag -> text.append(',').append(flag.word()));
    return text.toString();
  }

  /** Its own options and those of its file system, as /proc/mounts has them. */
  public String options() {
    return ownOptions() + tree.options();
  }

  /** The same tree with other rights. */
  Mount with(Access other, Set<Flag> otherFlags) {
    return new Mount(target, tree, source, other, otherFlags);
  }

  /** The same tree at another place. */
  Mount at(String place) {
    return new Mount(place, tree, source, access, flags);
  }
}
