package dev.cnilab.cluster.containerd.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * The configuration of containerd's CRI plugin.
 *
 * @param binDirs the directories of CNI plugins
 * @param confDir the directory of network configurations
 * @param sandboxImage the image of a sandbox's first process
 * @param runtimes the names by which a RuntimeClass's handler may select runc
 */
public record CriConfig(
    List<String> binDirs, String confDir, String sandboxImage, Set<String> runtimes) {
  /** The configuration without a file. */
  public static final CriConfig DEFAULT =
      new CriConfig(
          List.of("/opt/cni/bin"),
          "/etc/cni/net.d",
          "registry.k8s.io/pause:3.10.2",
          Set.of("runc"));

  /** All values, as in the log and in {@code crictl info}. */
  public ObjectNode toJson() {
    ObjectNode config = defaults();
    ObjectNode cni = (ObjectNode) config.path("cni");
    cni.putArray("binDirs");
    binDirs.forEach(directory -> cni.withArray("binDirs").add(directory));
    cni.put("confDir", confDir);
    return config;
  }

  private static ObjectNode defaults() {
    try (InputStream in = CriConfig.class.getResourceAsStream("cri-config.json")) {
      return (ObjectNode) Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException ownResource) {
      throw new UncheckedIOException(ownResource);
    }
  }
}
