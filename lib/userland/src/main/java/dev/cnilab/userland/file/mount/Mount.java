package dev.cnilab.userland.file.mount;

import dev.cnilab.userland.file.FileTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A tree and where it is attached.
 *
 * @param id its number in /proc/PID/mountinfo; a mount keeps it when its rights change
 * @param target absolute, without symlinks; "/" for the root
 * @param source the first column of /proc/mounts
 * @param access whether it can be written through this mount
 * @param flags its further rights, in a set that cannot be changed
 */
public record Mount(
    int id, String target, FileTree tree, String source, Access access, Set<Flag> flags) {
  public Mount {
    flags = Flag.shared(flags);
  }

  /** Whether the mount is writable. */
  public enum Access {
    READ_WRITE,
    READ_ONLY;

    /** READ_ONLY if one of the two is. */
    Access and(Access other) {
      return this == READ_WRITE ? other : this;
    }
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

    private static final Map<Set<Flag>, Set<Flag>> COMBINATIONS = combinations();

    /** What mount(2) sets if no flag is given. */
    public static final Set<Flag> USUAL = of(RELATIME);

    /** For file systems of the kernel that hold no programs and no devices. */
    public static final Set<Flag> DATA = of(NOSUID, NODEV, NOEXEC, RELATIME);

    /** A set of flags, which cannot be changed. */
    public static Set<Flag> of(Flag first, Flag... others) {
      return shared(EnumSet.of(first, others));
    }

    /** The same flags in a set that cannot be changed, one for all mounts: there are many. */
    private static Set<Flag> shared(Set<Flag> flags) {
      return Objects.requireNonNull(COMBINATIONS.get(flags), "every combination is known");
    }

    private static Map<Set<Flag>, Set<Flag>> combinations() {
      List<Set<Flag>> all = new ArrayList<>(List.of(EnumSet.noneOf(Flag.class)));
      for (Flag flag : values()) {
        for (Set<Flag> without : List.copyOf(all)) {
          Set<Flag> with = EnumSet.of(flag);
          with.addAll(without);
          all.add(with);
        }
      }
      return all.stream()
          .map(Collections::unmodifiableSet)
          .collect(Collectors.toMap(each -> each, each -> each));
    }

    /** Its word in a list of options. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Like {@link #access} and {@link #flags}, in the words of mount(8) with commas between them. */
  public String ownOptions() {
    StringBuilder text = new StringBuilder(access == Access.READ_ONLY ? "ro" : "rw");
    flags.forEach(flag -> text.append(',').append(flag.word()));
    return text.toString();
  }

  /** Its own options and those of its file system, as in /proc/mounts. */
  public String options() {
    return ownOptions() + tree.options();
  }

  /** The mount that holds its mount point: the nearest of those made before it. */
  public Optional<Mount> parent(List<Mount> earlier) {
    return earlier.stream()
        .filter(each -> (target + "/").startsWith(each.target.replaceFirst("/?$", "/")))
        .reduce((one, next) -> next.target.length() < one.target.length() ? one : next);
  }

  /** This mount with other rights. */
  Mount with(Access other, Set<Flag> otherFlags) {
    return new Mount(id, target, tree, source, other, otherFlags);
  }

  /** This mount as it is seen from another root. */
  Mount at(String place) {
    return new Mount(id, place, tree, source, access, flags);
  }

  /** Another mount of the same tree at the same place. */
  Mount copy(int newId) {
    return new Mount(newId, target, tree, source, access, flags);
  }
}
