package dev.cnilab.cluster.kubelet.volume.content;

import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Writes files to a directory so that readers see either all old or all new ones: the files are in
 * a directory of their own, {@code ..data} is a symlink to it, and the visible files are symlinks
 * through it.
 */
public final class AtomicWriter {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("'..'yyyy_MM_dd_HH_mm_ss.").withZone(ZoneOffset.UTC);

  private final MountNamespace files;

  public AtomicWriter(MountNamespace files) {
    this.files = files;
  }

  /** Writes the files. */
  public void write(String directory, Map<String, VolumeFile> contents, Instant now)
      throws IOException {
    files.createDirectories(directory);
    MountNamespace volume = files.below(directory);
    String data = unused(volume, NAME.format(now), new Random(now.hashCode()));
    volume.createDirectories("/" + data);
    MountNamespace fresh = volume.below("/" + data);
    for (Map.Entry<String, VolumeFile> file : contents.entrySet()) {
      String path = "/" + file.getKey();
      if (path.lastIndexOf('/') > 0) {
        fresh.createDirectories(path.substring(0, path.lastIndexOf('/')));
      }
      fresh.write(path, file.getValue().content());
      fresh.setPermissions(path, file.getValue().permissions());
      if (file.getValue().owner() != 0) {
        fresh.setOwner(path, file.getValue().owner(), 0);
      }
    }
    String old = volume.exists("/..data") ? volume.readLink("/..data") : "";
    volume.createSymlink("/..data_tmp", data);
    volume.rename("/..data_tmp", "/..data");
    linkFirstNames(volume, contents.keySet());
    if (!old.isEmpty()) {
      volume.removeAll("/" + old);
    }
  }

  /**
   * A name as Go's {@code os.MkdirTemp} gives it: there may be several writes in a second,
   * including those of an earlier kubelet.
   */
  private static String unused(MountNamespace volume, String name, Random random) {
    String complete;
    do {
      complete = name + Integer.toUnsignedString(random.nextInt());
    } while (volume.exists("/" + complete));
    return complete;
  }

  private static void linkFirstNames(MountNamespace volume, Set<String> paths) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    paths.forEach(path -> names.add(path.split("/", 2)[0]));
    List<String> present = volume.list("/");
    for (String name : present) {
      boolean isOurs = !name.startsWith("..") && !volume.isDirectory("/" + name);
      if (isOurs && !names.contains(name)) {
        volume.unlink("/" + name);
      }
    }
    for (String name : names) {
      if (!present.contains(name)) {
        volume.createSymlink("/" + name, "..data/" + name);
      }
    }
  }
}
