package dev.cnilab.userland.shell.expand;

import dev.cnilab.userland.command.ShellPattern;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.MountNamespace;
import java.util.ArrayList;
import java.util.List;

/** Pathname expansion; glob(7). */
public final class Pathnames {
  private final MountNamespace files;
  private final String workingDirectory;

  public Pathnames(MountNamespace files, String workingDirectory) {
    this.files = files;
    this.workingDirectory = workingDirectory;
  }

  /** The paths that match, sorted; none if none do. */
  public List<String> matching(String pattern) {
    List<String> found = List.of(pattern.startsWith("/") ? "/" : "");
    String rest = pattern.replaceFirst("^/+", "");
    while (!rest.isEmpty() && !found.isEmpty()) {
      int slash = rest.indexOf('/');
      String component = slash < 0 ? rest : rest.substring(0, slash);
      rest = slash < 0 ? "" : rest.substring(slash).replaceFirst("^/+", "");
      found = extended(found, component, slash < 0 ? "" : "/");
    }
    return found.stream().sorted().toList();
  }

  private List<String> extended(List<String> directories, String component, String suffix) {
    List<String> found = new ArrayList<>();
    boolean active = component.matches(".*[*?\\[].*");
    String literal = component.replaceAll("\\\\(.)", "$1");
    for (String directory : directories) {
      for (String name : active ? names(directory) : List.of(literal)) {
        String path = directory + name;
        boolean hidden = name.startsWith(".") && !literal.startsWith(".");
        if (active && (hidden || !ShellPattern.matches(component, name))) {
          continue;
        }
        boolean there = suffix.isEmpty() ? isThere(path) : files.isDirectory(absolute(path));
        if (there) {
          found.add(path + suffix);
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
