package dev.cnilab.userland.service;

import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Where systemd looks for unit files: what comes first hides the rest; systemd.unit(5). */
public record UnitFiles(MountNamespace files) {
  private static final String SERVICE = ".service";
  private static final List<String> DIRECTORIES =
      List.of("/etc/systemd/system", "/run/systemd/system", "/usr/lib/systemd/system");

  /** A unit that is masked is a link to this. */
  public static final String NOTHING = "/dev/null";

  /** The path of a unit's file; empty if there is none. */
  public Optional<String> find(String name) {
    for (String directory : DIRECTORIES) {
      String path = directory + "/" + name;
      if (files.exists(path) || isMask(path)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  /** Whether a unit must not be started: its file is a link to /dev/null. */
  public boolean isMasked(String name) {
    return find(name).filter(this::isMask).isPresent();
  }

  private boolean isMask(String path) {
    try {
      return files.readLink(path).equals(NOTHING);
    } catch (FileException noLink) {
      return false;
    }
  }

  /** The drop-ins of a unit, in the order of their names; of two with one name the first counts. */
  private List<String> dropIns(String name) {
    TreeMap<String, String> found = new TreeMap<>();
    for (String directory : DIRECTORIES) {
      String folder = directory + "/" + name + ".d";
      for (String file : names(folder, ".conf")) {
        found.putIfAbsent(file, folder + "/" + file);
      }
    }
    return List.copyOf(found.values());
  }

  /** The names of all services that have a file. */
  public Collection<String> services() {
    TreeSet<String> found = new TreeSet<>();
    DIRECTORIES.forEach(directory -> found.addAll(names(directory, SERVICE)));
    return found;
  }

  private List<String> names(String directory, String suffix) {
    try {
      return files.isDirectory(directory)
          ? files.list(directory).stream().filter(name -> name.endsWith(suffix)).toList()
          : List.of();
    } catch (FileException unreadable) {
      return List.of();
    }
  }

  /** The paths of a unit's file and its drop-ins. */
  public List<String> paths(String name) {
    List<String> paths = new ArrayList<>();
    find(name).ifPresent(paths::add);
    paths.addAll(dropIns(name));
    return paths;
  }

  /** A unit's file and its drop-ins, as they are now; those that cannot be read are left out. */
  List<UnitFile> read(String name) {
    List<UnitFile> read = new ArrayList<>();
    for (String path : paths(name)) {
      text(path).ifPresent(text -> read.add(new UnitFile(path, text)));
    }
    return read;
  }

  private Optional<String> text(String path) {
    try {
      return Optional.of(files.readText(path));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
