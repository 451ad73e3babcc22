package dev.cnilab.userland.net.command.iproute;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.link.Links;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.NetworkNamespaceFile;
import dev.cnilab.userland.process.Process;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The named network namespaces: files in one directory (ip-netns(8)). */
public final class NamedNamespaces {
  /** The directory of Debian's iproute2. */
  public static final String DIRECTORY = "/run/netns";

  private NamedNamespaces() {}

  public static String path(String name) {
    return DIRECTORY + "/" + name;
  }

  /** All names, latest first, as a tmpfs lists its files. */
  public static List<String> names(MountNamespace files) {
    try {
      List<String> names =
          new ArrayList<>(files.isDirectory(DIRECTORY) ? files.list(DIRECTORY) : List.of());
      Map<String, Instant> made = new HashMap<>();
      for (String name : names) {
        made.put(name, files.status(path(name)).modified());
      }
      names.sort(
          Comparator.comparing((String name) -> made.getOrDefault(name, Instant.EPOCH)).reversed());
      return names;
    } catch (FileException unreadable) {
      return List.of();
    }
  }

  /** The namespace for {@code ip link set … netns}: by name, path or process ID. */
  public static Optional<NetworkNamespace> find(Process process, String word) {
    Optional<NetworkNamespace> file =
        NetworkNamespaceFile.find(process.files(), word.contains("/") ? word : path(word));
    if (file.isPresent() || !word.matches("\\d{1,9}")) {
      return file;
    }
    return process.pidNamespace().find(Integer.parseInt(word)).map(Process::network);
  }

  /** The name of the namespace with these links. */
  public static Optional<String> nameOf(MountNamespace files, Links links) {
    return names(files).stream()
        .filter(
            name ->
                NetworkNamespaceFile.find(files, path(name))
                    .filter(each -> each.links() == links)
                    .isPresent())
        .findFirst();
  }
}
