package dev.cnilab.userland.service.unit;

import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The directories of unit files, where earlier ones hide later ones; systemd.unit(5). */
public record UnitFiles(MountNamespace files) {
  private static final String SERVICE = ".service";
  private static final List<String> DIRECTORIES =
      List.of("/etc/systemd/system", "/run/systemd/system", "/usr/lib/systemd/system");

  /** The target of the link that masks a unit. */
  public static final String NOTHING = "/dev/null";

  /** The path of a unit's file; empty if it has none. */
  public Optional<String> find(String name) {
    for (String directory : DIRECTORIES) {
      String path = directory + "/" + name;
      if (files.exists(path) || isMask(path)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  /** Whether a unit is masked: its file is a link to /dev/null. */
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

  /** The drop-ins of a unit, by name; of those with the same name the first wins. */
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

  /** The names of all services with a unit file. */
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

  /** The present contents of a unit's file and drop-ins; unreadable ones are left out. */
  public List<UnitFile> read(String name) {
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
