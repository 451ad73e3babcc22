package dev.cnilab.cluster.kubelet.volume.content;

import dev.cnilab.userland.file.MountNamespace;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts files into a directory so that readers see all old or all new ones: they live in a directory
 * of their own, {@code ..data} is a symlink to it, and the files are symlinks through it.
 */
public final class AtomicWriter {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'..'yyyy_MM_dd_HH_mm_ss.").withZone(ZoneOffset.UTC);

  private final MountNamespace files;

  public AtomicWriter(MountNamespace files) {
    this.files = files;
  }

  /** Writes the files; {@code unique} tells this writing from others of the same second. */
  public void write(String directory, Map<String, VolumeFile> contents, Instant now, long unique)
      throws IOException {
    files.createDirectories(directory);
    String data = NAME.format(now) + unique;
    String target = directory + "/" + data;
    files.createDirectories(target);
    for (Map.Entry<String, VolumeFile> file : contents.entrySet()) {
      String path = target + "/" + file.getKey();
      files.createDirectories(path.substring(0, path.lastIndexOf('/')));
      files.write(path, file.getValue().content());
      files.setPermissions(path, file.getValue().permissions());
    }
    String link = directory + "/..data";
    String old = files.exists(link) ? files.readLink(link) : "";
    files.createSymlink(directory + "/..data_tmp", data);
    files.rename(directory + "/..data_tmp", link);
    linkFirstNames(directory, contents.keySet());
    if (!old.isEmpty()) {
      files.removeAll(directory + "/" + old);
    }
  }

  private void linkFirstNames(String directory, Set<String> paths) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    paths.forEach(path -> names.add(path.split("/", 2)[0]));
    for (String name : files.list(directory)) {
      if (!name.startsWith("..") && !names.contains(name)) {
        files.unlink(directory + "/" + name);
      }
    }
    List<String> present = files.list(directory);
    for (String name : names) {
      if (!present.contains(name)) {
        files.createSymlink(directory + "/" + name, "..data/" + name);
      }
    }
  }
}
