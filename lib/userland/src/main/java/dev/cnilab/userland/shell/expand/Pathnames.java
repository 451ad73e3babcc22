package dev.cnilab.userland.shell.expand;

import dev.cnilab.userland.command.pattern.ShellPattern;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.stream.StreamUser;
import java.util.ArrayList;
import java.util.List;

/** Pathname expansion; glob(7). */
public final class Pathnames {
  /** The memory of a name during the search, in bytes. */
  private static final int NAME = 200;

  /** The cost of examining a name: below /proc its whole directory is generated again. */
  private static final int MICROSECONDS = 100;

  private final MountNamespace files;
  private final String workingDirectory;
  private final StreamUser caller;

  /**
   * Searches files on behalf of a process.
   *
   * @param caller is charged for each name examined, and for the paths until all are found
   */
  public Pathnames(MountNamespace files, String workingDirectory, StreamUser caller) {
    this.files = files;
    this.workingDirectory = workingDirectory;
    this.caller = caller;
  }

  /** The matching paths, sorted; empty if there are none. */
  public List<String> matching(String pattern) {
    List<String> found = List.of(pattern.startsWith("/") ? "/" : "");
    caller.hold(NAME);
    String rest = pattern.replaceFirst("^/+", "");
    while (!rest.isEmpty() && !found.isEmpty()) {
      int slash = rest.indexOf('/');
      String component = slash < 0 ? rest : rest.substring(0, slash);
      rest = slash < 0 ? "" : rest.substring(slash).replaceFirst("^/+", "");
      int before = found.size();
      found = extended(found, component, slash < 0 ? "" : "/");
      caller.hold(-(long) NAME * before);
    }
    caller.hold(-(long) NAME * found.size());
    return found.stream().sorted().toList();
  }

  private List<String> extended(List<String> directories, String component, String suffix) {
    List<String> found = new ArrayList<>();
    boolean active = component.matches(".*[*?\\[].*");
    String literal = component.replaceAll("\\\\(.)", "$1");
    for (String directory : directories) {
      for (String name : active ? names(directory) : List.of(literal)) {
        caller.work(MICROSECONDS);
        String path = directory + name;
        boolean hidden = name.startsWith(".") && !literal.startsWith(".");
        if (active && (hidden || !ShellPattern.matches(component, name))) {
          continue;
        }
        boolean there = suffix.isEmpty() ? isThere(path) : files.isDirectory(absolute(path));
        if (there) {
          found.add(path + suffix);
          caller.hold(NAME);
        }
      }
    }
    return found;
  }

  private List<String> names(String directory) {
    try {
      return files.list(absolute(directory.isEmpty() ? "." : directory));
    } catch (FileException unreadable) {
      return List.of();
    }
  }

  private boolean isThere(String path) {
    try {
      files.linkStatus(absolute(path));
      return true;
    } catch (FileException nothing) {
      return false;
    }
  }

  private String absolute(String path) {
    return path.startsWith("/") ? path : workingDirectory + "/" + path;
  }
}
