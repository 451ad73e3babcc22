package dev.cnilab.lab.cni;

import dev.cnilab.lab.shell.Place;
import java.util.List;
import java.util.Optional;

/**
 * A file of /etc/cni/net.d that copies are kept of. A copy has its size and its digest, and is a
 * file of its own: a link is gone when the original is.
 *
 * @param path where the original is
 * @param size in bytes
 * @param digest SHA-256
 */
public record Original(String path, String size, String digest) {

  private static final String FOLDER = "/etc/cni/net.d/";

  private static final String LOOK = "stat -c %%s '%1$s' && sha256sum '%1$s'";

  /**
   * Left out are folders that are large, or that a node's programs fill by themselves: the kubelet
   * keeps the ConfigMap of flannel's pods in its own.
   */
  private static final String FILES =
      "find %s -xdev \\( -path /var/lib/kubelet -o -path /var/lib/containerd -o -path"
          + " /var/lib/docker -o -path /var/lib/rancher -o -path /var/log -o -path /var/cache -o"
          + " -path /var/tmp \\) -prune -o -type f ";

  /** Only files of its size are read: a home may hold gigabytes. */
  private static final String COPIES =
      FILES
          + "-exec stat -c '%%s %%h %%n' {} + 2>/dev/null | grep '^%s 1 ' | cut -d' ' -f3-"
          + " | while read -r f; do sha256sum \"$f\"; done";

  private static final String ARCHIVES =
      FILES
          + "\\( -name '*.tar' -o -name '*.tar.gz' -o -name '*.tgz' \\) -print 2>/dev/null"
          + " | while read -r a; do z=z; case $a in *.tar) z= ;; esac;"
          + " for m in $(tar -t${z}f \"$a\" | grep '%s$');"
          + " do echo \"$(tar -x${z}Of \"$a\" $m | sha256sum | cut -d' ' -f1)  $a\"; done; done";

  /** The file of that name on a node, if it is there. */
  public static Optional<Original> of(Place node, String name) {
    List<String> lines = node.sh(LOOK.formatted(FOLDER + name)).lines();
    return lines.size() < 2
        ? Optional.empty()
        : Optional.of(new Original(FOLDER + name, lines.getFirst(), lines.get(1).split(" ", 2)[0]));
  }

  /**
   * The paths of its copies on a node; not its own.
   *
   * @param folders where to look, separated by spaces; below them, too
   */
  public List<String> copies(Place node, String folders) {
    return matching(node, COPIES.formatted(folders, size)).stream()
        .filter(copy -> !copy.equals(path))
        .toList();
  }

  /**
   * The archives on a node, made by tar, that have a copy of it.
   *
   * @param folders where to look, separated by spaces; below them, too
   */
  public List<String> archives(Place node, String folders) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return matching(node, ARCHIVES.formatted(folders, name));
  }

  private List<String> matching(Place node, String line) {
    return node.sh(line).lines().stream()
        .filter(found -> found.startsWith(digest))
        .map(found -> found.replaceAll("^\\S+\\s+", ""))
        .toList();
  }
}
