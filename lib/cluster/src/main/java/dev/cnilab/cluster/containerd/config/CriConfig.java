package dev.cnilab.cluster.containerd.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The configuration of containerd's CRI plugin.
 *
 * @param cni how pods are attached to networks
 * @param sandboxImage the image of a sandbox's first process
 * @param runtimes that a RuntimeClass's handler may select
 * @param registryPath the directories with the hosts of registries; empty for none
 * @param unprivilegedPorts whether everyone in a pod may bind low ports
 * @param unprivilegedIcmp whether everyone in a pod may send echo requests
 */
public record CriConfig(
    CniConfig cni,
    String sandboxImage,
    RuntimeNames runtimes,
    String registryPath,
    boolean unprivilegedPorts,
    boolean unprivilegedIcmp) {
  /** The configuration without a file. */
  public static final CriConfig DEFAULT =
      new CriConfig(
          CniConfig.DEFAULT, "registry.k8s.io/pause:3.10.2", RuntimeNames.DEFAULT, "", true, true);

  /** The hosts that serve a registry's images, as the files are now. */
  public RegistryHosts hosts(MountNamespace files, String registry) {
    return RegistryHosts.of(files, registryPath, registry);
  }

  /** All values, as in the log and in {@code crictl info}. */
  public ObjectNode toJson() {
    ObjectNode config = defaults();
    cni.putInto((ObjectNode) config.path("cni"));
    config.put("enableUnprivilegedPorts", unprivilegedPorts);
    config.put("enableUnprivilegedICMP", unprivilegedIcmp);
    ((ObjectNode) config.path("containerd")).put("defaultRuntimeName", runtimes.usual());
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
